-- All that the list of a member's rooms takes from here, so that it need not look up each membership. hidden_after: -1 is
-- not hidden. Not NULL, because MySQL 9.7 does not check a foreign key by an index in which any column is NULL.
UPDATE memberships SET hidden_after = -1 WHERE hidden_after IS NULL;
ALTER TABLE memberships
  MODIFY COLUMN hidden_after BIGINT NOT NULL DEFAULT -1,
  ADD KEY memberships_of_member (member_id, status, room_id, role, hidden_after),
  DROP KEY memberships_member;

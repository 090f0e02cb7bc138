-- All that the list of a member's rooms takes from here, so that it need not look up each membership.
ALTER TABLE memberships
  ADD KEY memberships_of_member (member_id, status, room_id, role, hidden_after),
  DROP KEY memberships_member;

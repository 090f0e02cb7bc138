-- muted_until: NULL is not muted; for ever is the end of the year 9999. banned_until: with status BANNED, NULL is for
-- ever. hidden_after: the member's list leaves a DIRECT room out until its activity stands at a higher position.
ALTER TABLE memberships
  ADD COLUMN muted_until  BIGINT NULL,
  ADD COLUMN banned_until BIGINT NULL,
  ADD COLUMN hidden_after BIGINT NULL;

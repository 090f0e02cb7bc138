-- An account that was erased has no user name any more; account_change counts what its memberships must be told.
ALTER TABLE members
  MODIFY COLUMN username VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
  ADD COLUMN status            VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'ACTIVE',
  ADD COLUMN tokens_not_before BIGINT        NOT NULL DEFAULT 0,
  ADD COLUMN avatar_url        VARCHAR(1024) CHARACTER SET ascii COLLATE ascii_bin NULL,
  ADD COLUMN account_change    BIGINT        NOT NULL DEFAULT 0;

-- The last account change that a worker carried into this membership.
ALTER TABLE memberships ADD COLUMN account_change BIGINT NOT NULL DEFAULT 0;

-- What is still to be carried into memberships.
CREATE TABLE account_changes (
  member_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  change_no BIGINT      NOT NULL,
  PRIMARY KEY (member_id, change_no),
  CONSTRAINT account_changes_member_id FOREIGN KEY (member_id) REFERENCES members (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- User names of erased accounts, which nobody gets again: SHA-256, in hex.
CREATE TABLE retired_usernames (
  hash VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (hash)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

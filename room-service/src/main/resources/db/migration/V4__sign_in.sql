-- Passwords that were wrong lately, by user name and by address; subject is the SHA-256 of either. A row is locked while
-- a try is judged and counted, so all instances together grant no more tries than one would.
CREATE TABLE sign_in_failures (
  subject  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  failures INT         NOT NULL,
  first_at BIGINT      NOT NULL,
  last_at  BIGINT      NOT NULL,
  PRIMARY KEY (subject),
  KEY sign_in_failures_last_at (last_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Each admits one new member; deleted with the insert of the account. created_by is kept for operators.
CREATE TABLE invitations (
  hash       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_by VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  expires_at BIGINT      NOT NULL,
  PRIMARY KEY (hash),
  KEY invitations_expires_at (expires_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

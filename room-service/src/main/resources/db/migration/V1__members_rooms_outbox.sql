-- Spoken alike by MySQL 9 and MariaDB 11.4. Times are milliseconds since 1970 (UTC), so that no server, driver or
-- session time zone can shift them. IDs are ASCII and compared byte by byte.

CREATE TABLE members (
  id            VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  username      VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  display_name  VARCHAR(64)  CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci NOT NULL,
  password_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  admin         BOOLEAN      NOT NULL,
  created_at    BIGINT       NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY members_username (username),
  KEY members_display_name (display_name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- A sign-in: a family of refresh tokens of which only the newest is unused.
CREATE TABLE sessions (
  id         VARCHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  member_id  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  expires_at BIGINT      NOT NULL,
  PRIMARY KEY (id),
  KEY sessions_member (member_id, expires_at),
  CONSTRAINT sessions_member_id FOREIGN KEY (member_id) REFERENCES members (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE refresh_tokens (
  hash       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  session_id VARCHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  used       BOOLEAN     NOT NULL,
  PRIMARY KEY (hash),
  KEY refresh_tokens_session (session_id),
  CONSTRAINT refresh_tokens_session_id FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- version: one counter for the room and all memberships in it. direct_pair: both members in order, so a pair has one room.
CREATE TABLE rooms (
  id                VARCHAR(36)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version           BIGINT       NOT NULL,
  status            VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind              VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name              VARCHAR(64)  CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci NOT NULL,
  entry_rule        VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  posting_rule      VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  slow_mode_seconds INT          NOT NULL,
  member_count      INT          NOT NULL,
  direct_pair       VARCHAR(129) CHARACTER SET ascii COLLATE ascii_bin NULL,
  created_at        BIGINT       NOT NULL,
  created_by        VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY rooms_direct_pair (direct_pair),
  KEY rooms_discover (kind, status, name, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE memberships (
  room_id      VARCHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  member_id    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  status       VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  role         VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version      BIGINT      NOT NULL,
  PRIMARY KEY (room_id, member_id),
  KEY memberships_member (member_id, status, room_id),
  CONSTRAINT memberships_room_id FOREIGN KEY (room_id) REFERENCES rooms (id),
  CONSTRAINT memberships_member_id FOREIGN KEY (member_id) REFERENCES members (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Follows the message log, by position; apart from rooms, so that talk never waits for a room's row lock.
CREATE TABLE room_activity (
  room_id   VARCHAR(36)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  position  BIGINT       NOT NULL,
  last_at   BIGINT       NOT NULL,
  sender_id VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  preview   VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (room_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Written with the change it tells, read by ID, deleted once Kafka has it. A room's row lock is held from its first
-- row to the commit, so within a room the IDs follow the order of the commits.
CREATE TABLE outbox (
  id        BIGINT       NOT NULL AUTO_INCREMENT,
  topic     VARCHAR(249) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  room_id   VARCHAR(36)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  member_id VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NULL,
  type      VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  event_id  VARCHAR(36)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  payload   BLOB         NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Which instance relays at the moment.
CREATE TABLE relay_lease (
  name       VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  holder     VARCHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  held_until BIGINT      NOT NULL,
  PRIMARY KEY (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

INSERT INTO relay_lease (name, holder, held_until) VALUES ('outbox', '', 0);

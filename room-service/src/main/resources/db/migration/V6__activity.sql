-- A room's last message, followed from the log. message_id: the one whose edits and deletion change the preview.
-- preview: null when the text is gone for ever. last_change: the position of the last event that changed the row;
-- what is not after that changes nothing.
ALTER TABLE room_activity
  ADD COLUMN message_id  VARCHAR(36)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ADD COLUMN last_change BIGINT       NOT NULL,
  MODIFY COLUMN preview  VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL;

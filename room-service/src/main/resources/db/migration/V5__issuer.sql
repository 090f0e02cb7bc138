-- What an outside issuer last said the member is called; its members have no password ('').
ALTER TABLE members
  ADD COLUMN claimed_name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL;

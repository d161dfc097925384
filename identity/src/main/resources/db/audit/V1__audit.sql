-- The audit trail: lines that are only added, each with the hash over the one before and itself.
CREATE TABLE audit_line (
  seq BIGINT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  event_id TEXT NOT NULL,
  request_id TEXT NOT NULL,
  event_name TEXT NOT NULL,
  event_source TEXT NOT NULL,
  username TEXT NOT NULL,
  access_key_id TEXT NOT NULL,
  read_only BOOLEAN NOT NULL,
  management BOOLEAN NOT NULL,
  -- Empty for success.
  error_code TEXT NOT NULL,
  -- ARNs, each with a line break before and behind it.
  resources TEXT NOT NULL,
  line TEXT NOT NULL,
  hash TEXT NOT NULL
);

CREATE INDEX audit_line_by_time ON audit_line (at);
CREATE INDEX audit_line_by_request ON audit_line (request_id);

-- Where the chain ends, and where what retention has left of it begins: one row.
CREATE TABLE audit_head (
  id BIGINT NOT NULL PRIMARY KEY,
  last_seq BIGINT NOT NULL,
  last_hash TEXT NOT NULL,
  dropped_seq BIGINT NOT NULL,
  dropped_hash TEXT NOT NULL
);

-- Secrets that a function rotates: how, when next, and what of a rotation is under way.
CREATE TABLE secret_rotation (
  secret_id BIGINT NOT NULL PRIMARY KEY REFERENCES secret (id) ON DELETE CASCADE,
  enabled BOOLEAN NOT NULL,
  function_arn TEXT NOT NULL,
  days BIGINT,
  expression TEXT,
  duration TEXT,
  -- From which rates count.
  configured_at BIGINT NOT NULL,
  last_rotated_at BIGINT,
  -- When the next rotation begins; NULL where none is to.
  next_at BIGINT,
  -- The version of the rotation under way; NULL where none is.
  token TEXT,
  attempts BIGINT NOT NULL,
  -- When it is tried next.
  retry_at BIGINT
);

CREATE INDEX secret_rotation_by_next ON secret_rotation (next_at);
CREATE INDEX secret_rotation_by_retry ON secret_rotation (retry_at);

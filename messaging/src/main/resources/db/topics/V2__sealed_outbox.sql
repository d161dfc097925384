-- Of the data key that the body is sealed by, where its topic has a KMS key.
ALTER TABLE outbox ADD COLUMN label TEXT;

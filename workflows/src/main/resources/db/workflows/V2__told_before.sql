-- What the function had been told before its last checkpoint, whose answer may have to be repeated.
ALTER TABLE executions ADD COLUMN told_before BIGINT NOT NULL DEFAULT 0;

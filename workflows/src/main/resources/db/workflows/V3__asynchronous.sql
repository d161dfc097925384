-- Whether nobody waits for the execution, so that its failure is a dead letter: 1 or 0.
ALTER TABLE executions ADD COLUMN asynchronous BIGINT NOT NULL DEFAULT 0;

-- What the operator calls an account, and how much of Lambda it may have; NULL for the default.
ALTER TABLE iam_account ADD COLUMN name TEXT;
ALTER TABLE iam_account ADD COLUMN concurrency BIGINT;
ALTER TABLE iam_account ADD COLUMN functions BIGINT;
ALTER TABLE iam_account ADD COLUMN code_bytes BIGINT;

CREATE UNIQUE INDEX iam_account_name ON iam_account (name);

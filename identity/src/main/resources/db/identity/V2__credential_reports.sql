-- The last credential report of each account.
CREATE TABLE iam_credential_report (
  account      TEXT NOT NULL PRIMARY KEY REFERENCES iam_account (account),
  content      TEXT NOT NULL, -- CSV
  generated_at BIGINT NOT NULL
);

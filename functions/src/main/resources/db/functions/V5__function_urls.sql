-- A function's address for HTTP clients, at most one for each qualifier.
CREATE TABLE function_urls (
  id TEXT ${bytewise} NOT NULL PRIMARY KEY, -- the first label of its host name
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  qualifier TEXT ${bytewise} NOT NULL, -- an alias; empty for $LATEST
  auth_type TEXT NOT NULL,             -- NONE, AWS_IAM
  invoke_mode TEXT NOT NULL,           -- BUFFERED, RESPONSE_STREAM
  cors TEXT,                           -- JSON object; null for none
  created BIGINT NOT NULL,
  last_modified BIGINT NOT NULL,
  UNIQUE (account, region, name, qualifier),
  FOREIGN KEY (account, region, name) REFERENCES functions (account, region, name) ON DELETE CASCADE
) ${clustered};

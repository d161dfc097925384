-- What is configured for asynchronous invocation; a null means Lambda's default.
CREATE TABLE event_invoke_configs (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  qualifier TEXT ${bytewise} NOT NULL, -- $LATEST, a number, an alias
  retry_attempts BIGINT,
  event_age_seconds BIGINT,
  on_success TEXT,                     -- an ARN
  on_failure TEXT,                     -- an ARN
  last_modified BIGINT NOT NULL,
  PRIMARY KEY (account, region, name, qualifier),
  FOREIGN KEY (account, region, name) REFERENCES functions (account, region, name)
    ON DELETE CASCADE
) ${clustered};

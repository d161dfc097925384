-- What is to be provisioned for a published version or an alias.
CREATE TABLE provisioned_concurrency (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  qualifier TEXT ${bytewise} NOT NULL, -- a number, an alias
  requested BIGINT NOT NULL,
  last_modified BIGINT NOT NULL,
  PRIMARY KEY (account, region, name, qualifier),
  FOREIGN KEY (account, region, name) REFERENCES functions (account, region, name)
    ON DELETE CASCADE
) ${clustered};

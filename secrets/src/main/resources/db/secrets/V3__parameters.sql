-- Parameter Store: parameters, their versions (those of SecureStrings encrypted by KMS keys), labels.
CREATE TABLE parameter (
  id ${identity},
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  -- The name with a slash before it: `x` and `/x` are the same.
  path TEXT ${bytewise} NOT NULL,
  name TEXT NOT NULL,
  tags TEXT NOT NULL,
  -- The current one of parameter_version.
  version BIGINT NOT NULL,
  -- NULL where no policy says when.
  expires_at BIGINT,
  UNIQUE (account, region, path)
);

CREATE INDEX parameter_by_expiry ON parameter (expires_at);

CREATE TABLE parameter_version (
  parameter_id BIGINT NOT NULL REFERENCES parameter (id) ON DELETE CASCADE,
  number BIGINT NOT NULL,
  kind TEXT NOT NULL,
  content BYTEA NOT NULL,
  -- NULL unless it is a SecureString.
  key_id TEXT,
  description TEXT NOT NULL,
  allowed_pattern TEXT NOT NULL,
  tier TEXT NOT NULL,
  policies TEXT NOT NULL,
  data_type TEXT NOT NULL,
  modified_at BIGINT NOT NULL,
  modified_by TEXT NOT NULL,
  PRIMARY KEY (parameter_id, number)
) ${clustered};

CREATE TABLE parameter_label (
  parameter_id BIGINT NOT NULL REFERENCES parameter (id) ON DELETE CASCADE,
  label TEXT ${bytewise} NOT NULL,
  number BIGINT NOT NULL,
  PRIMARY KEY (parameter_id, label)
) ${clustered};

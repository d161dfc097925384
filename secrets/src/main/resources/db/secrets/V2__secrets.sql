-- Secrets Manager: secrets, their values (encrypted by KMS keys), and which value is which.
CREATE TABLE secret (
  id ${identity},
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT ${bytewise} NOT NULL,
  suffix TEXT NOT NULL,
  description TEXT,
  -- NULL for the service's own.
  kms_key_id TEXT,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  accessed_at BIGINT,
  deletion_at BIGINT,
  policy TEXT,
  tags TEXT NOT NULL,
  UNIQUE (account, region, name)
);

CREATE INDEX secret_by_deletion ON secret (deletion_at);

CREATE TABLE secret_version (
  secret_id BIGINT NOT NULL REFERENCES secret (id) ON DELETE CASCADE,
  version_id TEXT ${bytewise} NOT NULL,
  sealed BYTEA NOT NULL,
  is_text BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (secret_id, version_id)
) ${clustered};

CREATE TABLE secret_stage (
  secret_id BIGINT NOT NULL REFERENCES secret (id) ON DELETE CASCADE,
  stage TEXT ${bytewise} NOT NULL,
  version_id TEXT NOT NULL,
  PRIMARY KEY (secret_id, stage)
) ${clustered};

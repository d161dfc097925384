-- Says whether the master key is the one that all below was sealed with.
CREATE TABLE master_key_check (
  id BIGINT NOT NULL PRIMARY KEY,
  sealed BYTEA NOT NULL
);

-- KMS: keys, their material (sealed under the master key), aliases, grants.
CREATE TABLE kms_key (
  id TEXT ${bytewise} NOT NULL PRIMARY KEY,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  description TEXT NOT NULL,
  spec TEXT NOT NULL,
  key_usage TEXT NOT NULL,
  enabled BOOLEAN NOT NULL,
  aws_managed BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  -- NULL unless its deletion is scheduled.
  deletion_at BIGINT,
  policy TEXT NOT NULL,
  tags TEXT NOT NULL,
  -- NULL while it is not rotated by itself.
  rotation_days BIGINT,
  rotation_at BIGINT,
  -- The version of the material that encrypts; older ones decrypt.
  material BIGINT NOT NULL
);

CREATE INDEX kms_key_by_account ON kms_key (account, region, id);
CREATE INDEX kms_key_by_deletion ON kms_key (deletion_at);
CREATE INDEX kms_key_by_rotation ON kms_key (rotation_at);

CREATE TABLE kms_material (
  key_id TEXT ${bytewise} NOT NULL REFERENCES kms_key (id) ON DELETE CASCADE,
  version BIGINT NOT NULL,
  sealed BYTEA NOT NULL,
  -- X.509; empty for symmetric keys.
  public_key BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  rotation TEXT NOT NULL,
  PRIMARY KEY (key_id, version)
) ${clustered};

CREATE TABLE kms_alias (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT ${bytewise} NOT NULL,
  key_id TEXT ${bytewise} NOT NULL REFERENCES kms_key (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (account, region, name)
) ${clustered};

CREATE INDEX kms_alias_by_key ON kms_alias (key_id);

CREATE TABLE kms_grant (
  id TEXT ${bytewise} NOT NULL PRIMARY KEY,
  key_id TEXT ${bytewise} NOT NULL REFERENCES kms_key (id) ON DELETE CASCADE,
  token TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  grantee TEXT NOT NULL,
  retiring TEXT NOT NULL,
  issuer TEXT NOT NULL,
  operations TEXT NOT NULL,
  context_equals TEXT NOT NULL,
  context_subset TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE INDEX kms_grant_by_key ON kms_grant (key_id, id);
CREATE INDEX kms_grant_by_retiring ON kms_grant (retiring, id);

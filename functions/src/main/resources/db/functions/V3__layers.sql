-- A layer. It stays when its last version is deleted, for numbers never come back.
CREATE TABLE layers (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  last_version BIGINT NOT NULL,
  PRIMARY KEY (account, region, name)
) ${clustered};

CREATE TABLE layer_versions (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  number BIGINT NOT NULL,
  description TEXT NOT NULL,
  license TEXT,
  runtimes TEXT NOT NULL,              -- JSON array
  architectures TEXT NOT NULL,         -- JSON array
  code_sha256 TEXT NOT NULL,           -- base 64
  code_size BIGINT NOT NULL,           -- of the archive, in bytes
  created BIGINT NOT NULL,
  PRIMARY KEY (account, region, name, number),
  FOREIGN KEY (account, region, name) REFERENCES layers (account, region, name)
) ${clustered};

CREATE INDEX layer_versions_by_code ON layer_versions (code_sha256);

-- Who else may use a layer's version; no row where nobody may.
CREATE TABLE layer_policies (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  number BIGINT NOT NULL,
  revision TEXT NOT NULL,
  document TEXT NOT NULL,              -- JSON
  PRIMARY KEY (account, region, name, number),
  FOREIGN KEY (account, region, name, number)
    REFERENCES layer_versions (account, region, name, number)
) ${clustered};

-- The packages of the layers that a function's version uses, kept when the layer's version goes.
CREATE TABLE function_version_layers (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  number BIGINT NOT NULL,
  code_sha256 TEXT NOT NULL,
  PRIMARY KEY (account, region, name, number, code_sha256),
  FOREIGN KEY (account, region, name, number)
    REFERENCES function_versions (account, region, name, number)
) ${clustered};

CREATE INDEX function_version_layers_by_code ON function_version_layers (code_sha256);

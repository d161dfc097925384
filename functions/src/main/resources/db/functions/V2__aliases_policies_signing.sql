-- A name for a version, or for two that share its invocations.
CREATE TABLE function_aliases (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  alias TEXT ${bytewise} NOT NULL,
  number BIGINT NOT NULL,              -- of the version
  other_number BIGINT,                 -- of the version that takes a share; null for none
  other_weight DOUBLE PRECISION,       -- that share, 0 to 1
  description TEXT NOT NULL,
  revision TEXT NOT NULL,
  PRIMARY KEY (account, region, name, alias),
  FOREIGN KEY (account, region, name) REFERENCES functions (account, region, name) ON DELETE CASCADE
) ${clustered};

-- Who else may use a function, or a version or alias of it.
CREATE TABLE function_policies (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  qualifier TEXT NOT NULL,             -- empty for the function itself
  revision TEXT NOT NULL,
  document TEXT NOT NULL,              -- JSON, as GetPolicy answers it
  PRIMARY KEY (account, region, name, qualifier),
  FOREIGN KEY (account, region, name) REFERENCES functions (account, region, name) ON DELETE CASCADE
) ${clustered};

-- Whose signatures code must bear.
CREATE TABLE code_signing_configs (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  id TEXT ${bytewise} NOT NULL,        -- csc- and 17 letters and digits
  description TEXT NOT NULL,
  publishers TEXT NOT NULL,            -- JSON array of ARNs of signing profiles' versions
  untrusted TEXT NOT NULL,             -- Warn, Enforce
  last_modified BIGINT NOT NULL,
  PRIMARY KEY (account, region, id)
) ${clustered};

CREATE TABLE function_code_signing (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT ${bytewise} NOT NULL,
  config TEXT ${bytewise} NOT NULL,
  PRIMARY KEY (account, region, name),
  FOREIGN KEY (account, region, name) REFERENCES functions (account, region, name) ON DELETE CASCADE,
  FOREIGN KEY (account, region, config) REFERENCES code_signing_configs (account, region, id)
) ${clustered};

CREATE INDEX function_code_signing_by_config ON function_code_signing (account, region, config);

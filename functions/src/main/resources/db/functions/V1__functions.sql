-- A function; what holds for all of its versions.
CREATE TABLE functions (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  last_version BIGINT NOT NULL,        -- the highest number ever published; numbers never come back
  tags TEXT NOT NULL,                  -- JSON object
  reserved_concurrency BIGINT,
  recursive_loop TEXT NOT NULL,        -- Allow, Terminate
  PRIMARY KEY (account, region, name)
) ${clustered};

-- Number 0 is $LATEST, the only version that changes.
CREATE TABLE function_versions (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  number BIGINT NOT NULL,
  revision TEXT NOT NULL,
  settings TEXT NOT NULL,              -- JSON object
  environment BYTEA NOT NULL,          -- JSON object, sealed
  code_sha256 TEXT NOT NULL,           -- base 64
  code_size BIGINT NOT NULL,           -- of the archive, in bytes
  last_modified BIGINT NOT NULL,
  state TEXT NOT NULL,
  state_reason TEXT,
  state_code TEXT,
  last_update TEXT,                    -- null until the function has first been active
  last_update_reason TEXT,
  last_update_code TEXT,
  update_runtime_on TEXT NOT NULL,     -- Auto, FunctionUpdate, Manual
  runtime_version TEXT,                -- an ARN, where update_runtime_on is Manual
  PRIMARY KEY (account, region, name, number),
  FOREIGN KEY (account, region, name) REFERENCES functions (account, region, name)
) ${clustered};

-- Code is kept for as long as a version refers to it.
CREATE INDEX function_versions_by_code ON function_versions (code_sha256);

CREATE TABLE iam_account (
  account    TEXT NOT NULL PRIMARY KEY,
  home       BOOLEAN NOT NULL, -- the account of the administrator whose key the first start made
  alias      TEXT UNIQUE,
  created_at BIGINT NOT NULL
);

-- Users, groups, roles, customer managed policies and instance profiles: what has a name, a path
-- and an ARN.
CREATE TABLE iam_entity (
  id                  TEXT NOT NULL PRIMARY KEY, -- AIDA…, AGPA…, AROA…, ANPA…, AIPA…
  account             TEXT NOT NULL REFERENCES iam_account (account),
  kind                TEXT NOT NULL,
  name                TEXT NOT NULL,
  name_key            TEXT NOT NULL, -- in lower case: names must differ by more than case
  path                TEXT NOT NULL,
  description         TEXT,   -- of roles and policies
  boundary            TEXT,   -- of users and roles: the ARN of a managed policy
  trust_policy        TEXT,   -- of roles
  max_session_seconds BIGINT, -- of roles
  created_at          BIGINT NOT NULL,
  UNIQUE (account, kind, name_key)
);

CREATE TABLE iam_tag (
  owner     TEXT NOT NULL REFERENCES iam_entity (id) ON DELETE CASCADE,
  tag_key   TEXT NOT NULL,
  tag_value TEXT NOT NULL,
  PRIMARY KEY (owner, tag_key)
);

CREATE TABLE iam_inline_policy (
  owner    TEXT NOT NULL REFERENCES iam_entity (id),
  name     TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (owner, name)
);

CREATE TABLE iam_policy (
  id              TEXT NOT NULL PRIMARY KEY REFERENCES iam_entity (id) ON DELETE CASCADE,
  default_version BIGINT NOT NULL,
  next_version    BIGINT NOT NULL, -- numbers are never used again
  updated_at      BIGINT NOT NULL
);

CREATE TABLE iam_policy_version (
  policy     TEXT NOT NULL REFERENCES iam_policy (id) ON DELETE CASCADE,
  version    BIGINT NOT NULL,
  document   TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (policy, version)
);

-- By ARN and not by id, for AWS's own managed policies have no row.
CREATE TABLE iam_attachment (
  owner      TEXT NOT NULL REFERENCES iam_entity (id),
  policy_arn TEXT NOT NULL,
  PRIMARY KEY (owner, policy_arn)
);
CREATE INDEX iam_attachment_policy ON iam_attachment (policy_arn);

-- Users in groups, and roles in instance profiles.
CREATE TABLE iam_membership (
  container TEXT NOT NULL REFERENCES iam_entity (id),
  member    TEXT NOT NULL REFERENCES iam_entity (id),
  PRIMARY KEY (container, member)
);
CREATE INDEX iam_membership_member ON iam_membership (member);

CREATE TABLE iam_access_key (
  id           TEXT NOT NULL PRIMARY KEY,
  user_id      TEXT NOT NULL REFERENCES iam_entity (id),
  secret       BYTEA NOT NULL, -- sealed
  active       BOOLEAN NOT NULL,
  created_at   BIGINT NOT NULL,
  used_at      BIGINT,
  used_service TEXT,
  used_region  TEXT
);
CREATE INDEX iam_access_key_user ON iam_access_key (user_id);

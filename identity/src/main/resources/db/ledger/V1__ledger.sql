-- What principals have asked for, a row for each action on each resource. It is kept beside the
-- audit trail, whose chain it is no part of.
CREATE TABLE access_use (
  account TEXT NOT NULL,
  -- The ARN of the role or user, not of a session.
  principal TEXT ${bytewise} NOT NULL,
  action TEXT ${bytewise} NOT NULL,
  resource TEXT ${bytewise} NOT NULL,
  region TEXT NOT NULL,
  allowed BIGINT NOT NULL,
  denied BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  -- 0 where it never was allowed.
  last_allowed_at BIGINT NOT NULL,
  last_denied BOOLEAN NOT NULL,
  PRIMARY KEY (account, principal, action, resource)
)${clustered};

CREATE INDEX access_use_by_time ON access_use (last_at);

-- Requests that were denied, each with what decided.
CREATE TABLE access_denial (
  id ${identity},
  request_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  account TEXT NOT NULL,
  principal TEXT ${bytewise} NOT NULL,
  caller TEXT NOT NULL,
  action TEXT NOT NULL,
  resource TEXT NOT NULL,
  -- The end of the sentence that the caller was told.
  said TEXT NOT NULL,
  -- Of the statement that denied; empty where none allowed it.
  decided_by TEXT NOT NULL
);

CREATE INDEX access_denial_by_request ON access_denial (request_id);
CREATE INDEX access_denial_by_principal ON access_denial (account, principal, id);

-- Reports that were asked for; what they tell is made when they are read.
CREATE TABLE access_report (
  id TEXT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL,
  arn TEXT NOT NULL,
  by_action BOOLEAN NOT NULL,
  created BIGINT NOT NULL
);

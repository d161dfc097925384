-- Durable executions of functions: dev.hearth.workflows.execution.
CREATE TABLE executions (
  id ${identity},
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  function TEXT ${bytewise} NOT NULL,
  version TEXT NOT NULL,
  name TEXT ${bytewise} NOT NULL,
  -- The last part of its ARN.
  run TEXT NOT NULL,
  input BYTEA NOT NULL,
  trace TEXT,
  tenant TEXT,
  execution_timeout BIGINT NOT NULL,
  retention_days BIGINT NOT NULL,
  status TEXT NOT NULL,
  result TEXT,
  error BYTEA,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  -- When what is left of it is deleted.
  forget_at BIGINT,
  -- The one checkpoint token that is valid, and how the last one was used.
  token TEXT NOT NULL,
  used_token TEXT,
  client_token TEXT,
  -- Counts the changes, the operations and the events of its history.
  revision BIGINT NOT NULL,
  operations BIGINT NOT NULL,
  events BIGINT NOT NULL,
  -- What the function has been told.
  told_revision BIGINT NOT NULL,
  -- The lease of the work that runs the function now.
  runner BIGINT,
  -- Invocations that failed since the last one that did not.
  failures BIGINT NOT NULL,
  parent BIGINT,
  parent_operation TEXT
);

CREATE UNIQUE INDEX executions_name ON executions (account, region, function, name);
CREATE INDEX executions_started ON executions (account, region, function, started_at, id);
CREATE INDEX executions_forget ON executions (forget_at);

CREATE TABLE execution_operations (
  execution BIGINT NOT NULL,
  id TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  -- The SDK's Operation.
  model BYTEA NOT NULL,
  -- When it changes by itself.
  due_at BIGINT,
  -- A callback's.
  callback TEXT,
  deadline_at BIGINT,
  heartbeat_seconds BIGINT NOT NULL,
  PRIMARY KEY (execution, id)
);

CREATE UNIQUE INDEX execution_operations_sequence ON execution_operations (execution, sequence);
CREATE UNIQUE INDEX execution_operations_callback ON execution_operations (callback);

CREATE TABLE execution_events (
  execution BIGINT NOT NULL,
  number BIGINT NOT NULL,
  -- The SDK's Event.
  model BYTEA NOT NULL,
  PRIMARY KEY (execution, number)
) ${clustered};

-- Event buses and what belongs to them: dev.hearth.messaging.buses.store.
CREATE TABLE bus_resources (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  -- bus, rule, archive, replay, connection or api-destination.
  kind TEXT NOT NULL,
  -- A rule's bus; empty for all others.
  parent TEXT ${bytewise} NOT NULL,
  name TEXT ${bytewise} NOT NULL,
  -- Counts its changes.
  version BIGINT NOT NULL,
  -- The ARN of what it was made for: an archive's bus, a replay's archive, a destination's connection.
  link TEXT ${bytewise},
  -- What AWS's Describe operation answers, as the SDK's model.
  model BYTEA NOT NULL,
  -- A connection's credentials, sealed.
  secret BYTEA,
  -- How far a replay is.
  cursor_at BIGINT,
  cursor_id BIGINT,
  PRIMARY KEY (account, region, kind, parent, name)
);

CREATE TABLE bus_targets (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  bus TEXT ${bytewise} NOT NULL,
  rule TEXT ${bytewise} NOT NULL,
  id TEXT ${bytewise} NOT NULL,
  arn TEXT ${bytewise} NOT NULL,
  -- The SDK's Target.
  model BYTEA NOT NULL,
  PRIMARY KEY (account, region, bus, rule, id)
);

CREATE INDEX bus_targets_arn ON bus_targets (account, region, bus, arn, rule);

-- Counts the changes of a bus's rules and targets, so that nodes see when what they compiled is old.
CREATE TABLE bus_changes (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  bus TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (account, region, bus)
);

CREATE TABLE bus_tags (
  arn TEXT ${bytewise} NOT NULL,
  name TEXT ${bytewise} NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (arn, name)
);

CREATE TABLE archived_events (
  id ${identity},
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  archive TEXT ${bytewise} NOT NULL,
  at BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  size BIGINT NOT NULL,
  event BYTEA NOT NULL
);

CREATE INDEX archived_events_at ON archived_events (account, region, archive, at, id);
CREATE INDEX archived_events_received ON archived_events (account, region, archive, received_at);

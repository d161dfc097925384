-- EventBridge Scheduler: dev.hearth.messaging.schedules.store.
CREATE TABLE schedules (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  in_group TEXT ${bytewise} NOT NULL,
  name TEXT ${bytewise} NOT NULL,
  -- Counts its changes.
  version BIGINT NOT NULL,
  -- The client token of the request that made it.
  token TEXT,
  -- The SDK's GetScheduleResponse.
  model BYTEA NOT NULL,
  PRIMARY KEY (account, region, in_group, name)
);

CREATE TABLE schedule_groups (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT ${bytewise} NOT NULL,
  token TEXT,
  -- The SDK's GetScheduleGroupResponse.
  model BYTEA NOT NULL,
  PRIMARY KEY (account, region, name)
);

CREATE TABLE schedule_tags (
  arn TEXT ${bytewise} NOT NULL,
  name TEXT ${bytewise} NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (arn, name)
);

-- CloudWatch Logs: groups, their streams, their events.
CREATE TABLE log_group (
  id ${identity},
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT ${bytewise} NOT NULL,
  created_at BIGINT NOT NULL,
  class TEXT NOT NULL,
  retention_days BIGINT,
  deletion_protected BOOLEAN NOT NULL DEFAULT FALSE,
  stored_bytes BIGINT NOT NULL DEFAULT 0,
  UNIQUE (account, region, name)
);

CREATE TABLE log_group_tag (
  group_id BIGINT NOT NULL REFERENCES log_group (id) ON DELETE CASCADE,
  name TEXT ${bytewise} NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (group_id, name)
) ${clustered};

-- No reference to the group: a deleted group's streams and events are cleared away afterwards, in
-- small pieces (log_garbage).
CREATE TABLE log_stream (
  id ${identity},
  group_id BIGINT NOT NULL,
  name TEXT ${bytewise} NOT NULL,
  created_at BIGINT NOT NULL,
  first_event_at BIGINT,
  -- 0 while there is none, so that such streams have their place in the order.
  last_event_at BIGINT NOT NULL DEFAULT 0,
  last_ingestion_at BIGINT,
  UNIQUE (group_id, name)
);

CREATE INDEX log_stream_by_time ON log_stream (group_id, last_event_at, name);

CREATE TABLE log_event (
  -- Counts up in the order of ingestion over all groups; with the time it is the event's id.
  seq ${identity},
  group_id BIGINT NOT NULL,
  stream_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  ingested_at BIGINT NOT NULL,
  message TEXT NOT NULL
);

CREATE INDEX log_event_by_group ON log_event (group_id, at, seq);
CREATE INDEX log_event_by_stream ON log_event (stream_id, at, seq);

-- What was deleted and is still to be cleared away; stream 0 stands for the whole group.
CREATE TABLE log_garbage (
  group_id BIGINT NOT NULL,
  stream_id BIGINT NOT NULL,
  PRIMARY KEY (group_id, stream_id)
) ${clustered};

-- Event source mappings: dev.hearth.messaging.mappings.
CREATE TABLE event_source_mappings (
  uuid TEXT ${bytewise} PRIMARY KEY,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  function TEXT ${bytewise} NOT NULL,
  -- Empty where the mapping names none.
  qualifier TEXT NOT NULL,
  source TEXT ${bytewise} NOT NULL,
  -- The SDK's EventSourceMappingConfiguration, but for what has a column of its own.
  settings BYTEA NOT NULL,
  tags TEXT NOT NULL,
  -- What the user wants; state and reason say how far that is.
  enabled BOOLEAN NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  result TEXT NOT NULL,
  modified_at BIGINT NOT NULL,
  -- Counts the user's changes.
  revision BIGINT NOT NULL,
  -- Whether it is known where reading begins.
  started BOOLEAN NOT NULL,
  -- The node that runs it, until when.
  node TEXT,
  node_until BIGINT
);

CREATE UNIQUE INDEX event_source_mappings_pair
  ON event_source_mappings (account, region, source, function, qualifier);
CREATE INDEX event_source_mappings_list ON event_source_mappings (account, region, uuid);
CREATE INDEX event_source_mappings_node ON event_source_mappings (node);

-- How far a mapping has read a shard; with a parallelization factor, each part of its keys.
CREATE TABLE event_source_lanes (
  mapping TEXT ${bytewise} NOT NULL,
  shard TEXT ${bytewise} NOT NULL,
  lane BIGINT NOT NULL,
  -- All records up to here are done with.
  position TEXT NOT NULL,
  ended BOOLEAN NOT NULL,
  -- JSON: batches that failed and are tried again, in order.
  retries TEXT NOT NULL,
  -- The tumbling window that is open.
  window_start BIGINT,
  window_state BYTEA,
  window_cut BOOLEAN NOT NULL,
  PRIMARY KEY (mapping, shard, lane)
) ${clustered};

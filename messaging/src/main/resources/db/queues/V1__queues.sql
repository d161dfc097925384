-- Queues and what waits in them: dev.hearth.messaging.queues.
CREATE TABLE queue (
  id ${identity},
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT ${bytewise} NOT NULL,
  created_at BIGINT NOT NULL,
  modified_at BIGINT NOT NULL,
  -- JSON objects; of the attributes only those that were set.
  attributes TEXT NOT NULL,
  tags TEXT NOT NULL,
  -- The ARN in the redrive policy.
  dead_letter_queue TEXT,
  purged_at BIGINT NOT NULL DEFAULT 0,
  -- Messages up to this one are still to be deleted.
  purge_through BIGINT NOT NULL DEFAULT 0
);

CREATE UNIQUE INDEX queue_name ON queue (account, region, name);
CREATE INDEX queue_dead_letters ON queue (dead_letter_queue, name)
  WHERE dead_letter_queue IS NOT NULL;

-- Queues whose messages are still to be deleted, and whose names cannot be taken yet.
CREATE TABLE deleted_queue (
  id BIGINT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  deleted_at BIGINT NOT NULL
);

CREATE INDEX deleted_queue_name ON deleted_queue (account, region, name);

CREATE TABLE message (
  -- Counted up, so it is the order of sending and a FIFO queue's sequence number.
  id ${identity},
  queue BIGINT NOT NULL,
  -- When it can be received: after its delay, or when the visibility timeout ends. A message behind
  -- the head of its lane has a time that never comes.
  visible_at BIGINT NOT NULL,
  -- It was received and not given back since; in flight until visible_at.
  leased BOOLEAN NOT NULL DEFAULT FALSE,
  -- How often it was received; the fence that tells a receipt from a later one.
  receives BIGINT NOT NULL DEFAULT 0,
  -- As many of them happened before it came to this queue.
  earlier_receives BIGINT NOT NULL DEFAULT 0,
  first_received_at BIGINT NOT NULL DEFAULT 0,
  sent_at BIGINT NOT NULL,
  -- From here its retention counts.
  enqueued_at BIGINT NOT NULL,
  -- The group of a message in a FIFO queue, whose messages are handed out one after the other.
  lane TEXT,
  message_id TEXT NOT NULL,
  sender TEXT NOT NULL,
  group_id TEXT,
  deduplication_id TEXT,
  trace TEXT,
  dead_letter_source TEXT,
  -- A JSON object.
  attributes TEXT,
  body TEXT NOT NULL
);

CREATE INDEX message_line ON message (queue, visible_at, id);
CREATE INDEX message_age ON message (queue, enqueued_at, id);
CREATE INDEX message_lane ON message (queue, lane, id) WHERE lane IS NOT NULL;
CREATE INDEX message_leased ON message (queue, lane, visible_at) WHERE lane IS NOT NULL AND leased;

-- What FIFO queues were sent in the last minutes.
CREATE TABLE deduplication (
  queue BIGINT NOT NULL,
  -- A group, or empty for the whole queue.
  scope TEXT NOT NULL,
  token TEXT NOT NULL,
  sent_at BIGINT NOT NULL,
  message_id TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  PRIMARY KEY (queue, scope, token)
) ${clustered};

CREATE INDEX deduplication_age ON deduplication (sent_at);

CREATE TABLE move_task (
  id ${identity},
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  source TEXT NOT NULL,
  destination TEXT,
  status TEXT NOT NULL,
  most_per_second BIGINT,
  -- What is behind it came later.
  through BIGINT NOT NULL,
  to_move BIGINT NOT NULL,
  moved BIGINT NOT NULL DEFAULT 0,
  started_at BIGINT NOT NULL,
  failure TEXT
);

CREATE INDEX move_task_source ON move_task (source, id);
CREATE INDEX move_task_running ON move_task (status, id);

-- One row: the key that authenticates receipt handles.
CREATE TABLE receipt_key (
  id BIGINT NOT NULL PRIMARY KEY,
  secret BYTEA NOT NULL
);

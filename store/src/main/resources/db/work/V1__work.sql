-- Durable work queues: dev.hearth.store.WorkQueue.
CREATE TABLE work (
  id ${identity},
  queue TEXT NOT NULL,
  lane TEXT NOT NULL,
  -- When it may be leased: not before, after a retry, or when the lease that holds it expires.
  due_at BIGINT NOT NULL,
  leased BOOLEAN NOT NULL DEFAULT FALSE,
  attempts BIGINT NOT NULL DEFAULT 0,
  -- How often it was leased; the fence that tells a lease from a later one of the same work.
  deliveries BIGINT NOT NULL DEFAULT 0,
  enqueued_at BIGINT NOT NULL,
  payload BYTEA NOT NULL
);

CREATE INDEX work_due ON work (queue, lane, due_at, id);

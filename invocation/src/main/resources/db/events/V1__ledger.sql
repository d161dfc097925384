-- What became of asynchronous events, one row for each that ended.
CREATE TABLE event_ledger (
  id ${identity},
  request_id TEXT NOT NULL,
  function_arn TEXT ${bytewise} NOT NULL, -- without a qualifier
  qualifier TEXT NOT NULL,                -- as invoked; empty for none
  accepted_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  why TEXT NOT NULL,
  redriven_as TEXT,                       -- the request id of the event that was made of it
  redrivable BYTEA                        -- of one that did not succeed: the event as it was queued
);

-- An event ends once.
CREATE UNIQUE INDEX event_ledger_request ON event_ledger (request_id);
CREATE INDEX event_ledger_function ON event_ledger (function_arn, id);
CREATE INDEX event_ledger_failed ON event_ledger (function_arn, id) WHERE outcome <> 'Success';

-- What an ended event's destinations were sent.
CREATE TABLE event_sendings (
  event BIGINT NOT NULL,
  kind TEXT NOT NULL,                     -- OnSuccess, OnFailure, DeadLetter
  target TEXT NOT NULL,                   -- an ARN
  state TEXT NOT NULL,                    -- Pending, Delivered, Failed
  why TEXT NOT NULL,
  PRIMARY KEY (event, kind),
  FOREIGN KEY (event) REFERENCES event_ledger (id) ON DELETE CASCADE
) ${clustered};

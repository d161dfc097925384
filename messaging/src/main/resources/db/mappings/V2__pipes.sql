-- A pipe is a mapping with another end: dev.hearth.messaging.pipes. The SDK's DescribePipeResponse,
-- but for what has a column of its own; null where the other end is a function. The pipe's name
-- stands for the function's, with a qualifier that no function has.
ALTER TABLE event_source_mappings ADD COLUMN pipe BYTEA;

CREATE UNIQUE INDEX event_source_mappings_pipe ON event_source_mappings (account, region, function)
  WHERE pipe IS NOT NULL;

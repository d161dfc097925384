CREATE TABLE entry (
  id ${identity},
  name TEXT NOT NULL UNIQUE,
  body BYTEA,
  at BIGINT,
  open BOOLEAN NOT NULL DEFAULT TRUE
);
CREATE TABLE line (
  entry_id BIGINT NOT NULL REFERENCES entry (id),
  position BIGINT NOT NULL,
  PRIMARY KEY (entry_id, position)
) ${clustered};

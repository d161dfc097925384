-- Of OpenID Connect providers, which are entities whose names are their URLs without https://.
CREATE TABLE iam_oidc_setting (
  provider TEXT NOT NULL REFERENCES iam_entity (id) ON DELETE CASCADE,
  kind     TEXT NOT NULL, -- CLIENT: an id of a client; THUMBPRINT: of a certificate, SHA-1 in hex
  value    TEXT NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (provider, kind, value)
);

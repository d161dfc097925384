-- Topics, their subscriptions, and what goes to the outbox: dev.hearth.messaging.topics.store.
CREATE TABLE topics (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT ${bytewise} NOT NULL,
  -- JSON objects of texts: what was set, not what is computed.
  attributes TEXT NOT NULL,
  tags TEXT NOT NULL,
  -- Of the message that a FIFO topic took last.
  sequence BIGINT NOT NULL,
  PRIMARY KEY (account, region, name)
) ${clustered};

CREATE TABLE topic_subscriptions (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  topic TEXT ${bytewise} NOT NULL,
  id TEXT ${bytewise} NOT NULL,
  owner TEXT NOT NULL,
  protocol TEXT NOT NULL,
  endpoint TEXT ${bytewise} NOT NULL,
  -- PENDING, CONFIRMED, or DELETED where its owner may still take the deletion back.
  state TEXT NOT NULL,
  -- What confirms it; empty where nothing can.
  token TEXT NOT NULL,
  token_until BIGINT NOT NULL,
  authenticated BOOLEAN NOT NULL,
  needs_signature BOOLEAN NOT NULL,
  attributes TEXT NOT NULL,
  PRIMARY KEY (account, region, topic, id)
) ${clustered};

CREATE UNIQUE INDEX topic_subscriptions_endpoint
  ON topic_subscriptions (account, region, topic, protocol, endpoint);
CREATE INDEX topic_subscriptions_owner
  ON topic_subscriptions (owner, region, account, topic, id);

-- What FIFO topics took within the last minutes.
CREATE TABLE topic_deduplication (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  topic TEXT ${bytewise} NOT NULL,
  -- The message group where the topic tells duplicates by it, else empty.
  scope TEXT ${bytewise} NOT NULL,
  deduplication_id TEXT ${bytewise} NOT NULL,
  message_id TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (account, region, topic, scope, deduplication_id)
) ${clustered};
CREATE INDEX topic_deduplication_expiry ON topic_deduplication (expires_at);

CREATE TABLE platform_applications (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  platform TEXT ${bytewise} NOT NULL,
  name TEXT ${bytewise} NOT NULL,
  attributes TEXT NOT NULL,
  PRIMARY KEY (account, region, platform, name)
) ${clustered};

CREATE TABLE platform_endpoints (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  platform TEXT ${bytewise} NOT NULL,
  application TEXT ${bytewise} NOT NULL,
  id TEXT ${bytewise} NOT NULL,
  token TEXT ${bytewise} NOT NULL,
  attributes TEXT NOT NULL,
  PRIMARY KEY (account, region, platform, application, id)
) ${clustered};
CREATE UNIQUE INDEX platform_endpoints_token
  ON platform_endpoints (account, region, platform, application, token);

CREATE TABLE sms_attributes (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  attributes TEXT NOT NULL,
  PRIMARY KEY (account, region)
) ${clustered};

-- What would leave Hearth by mail, SMS or push.
CREATE TABLE outbox (
  id ${identity},
  account TEXT NOT NULL,
  written_at BIGINT NOT NULL,
  protocol TEXT NOT NULL,
  recipient TEXT NOT NULL,
  topic TEXT NOT NULL,
  message_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX outbox_account ON outbox (account, id);
CREATE INDEX outbox_age ON outbox (written_at);

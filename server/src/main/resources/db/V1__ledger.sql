-- The ledger: every event, the orders as they stand, and how far each reader is.
-- One SQL subset for SQLite and PostgreSQL. Times are epoch milliseconds, money integer minor units.

CREATE TABLE ledger (
  uuid VARCHAR(36) NOT NULL PRIMARY KEY,
  created_ms BIGINT NOT NULL
);

-- A session is born here; its partition in Redis follows.
CREATE TABLE session (
  id VARCHAR(32) NOT NULL PRIMARY KEY,
  host VARCHAR(64) NOT NULL,
  state VARCHAR(16) NOT NULL, -- born, then the state of its last event
  document TEXT NOT NULL,     -- JSON: title, host, operators, festival, startsAt, video, rehearsal
  key_id VARCHAR(16) NOT NULL,
  epoch BIGINT NOT NULL,
  created_ms BIGINT NOT NULL
);

-- How far the ledger has read each partition's stream.
CREATE TABLE ledger_cursor (
  session VARCHAR(32) NOT NULL PRIMARY KEY REFERENCES session (id),
  epoch BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  tag VARCHAR(16) NOT NULL -- of the last entry read
);

CREATE TABLE event (
  session VARCHAR(32) NOT NULL REFERENCES session (id),
  seq BIGINT NOT NULL,
  epoch BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  type VARCHAR(32) NOT NULL,
  actor VARCHAR(80) NOT NULL,
  deltas TEXT NOT NULL,
  subject VARCHAR(96) NOT NULL,
  body TEXT NOT NULL,
  attachment TEXT, -- a command's reason; delivery data are in their own table
  PRIMARY KEY (session, seq)
);

CREATE TABLE orders (
  id VARCHAR(56) NOT NULL PRIMARY KEY,
  session VARCHAR(32) NOT NULL REFERENCES session (id),
  seq BIGINT NOT NULL,
  state VARCHAR(16) NOT NULL,
  viewer VARCHAR(80) NOT NULL,
  owner VARCHAR(80) NOT NULL,
  channel VARCHAR(64) NOT NULL,
  amount_minor BIGINT NOT NULL,
  currency VARCHAR(3) NOT NULL,
  record TEXT NOT NULL,
  created_ms BIGINT NOT NULL,
  updated_ms BIGINT NOT NULL
);

CREATE INDEX orders_by_owner ON orders (owner, created_ms, id);
CREATE INDEX orders_by_session ON orders (session, created_ms, id);

-- Personal data, here and nowhere else in the ledger, so that it can be erased.
CREATE TABLE delivery (
  order_id VARCHAR(56) NOT NULL PRIMARY KEY,
  document TEXT NOT NULL -- JSON: division, name, phone, street
);

-- How far each sink has each session's events.
CREATE TABLE sink_cursor (
  sink VARCHAR(64) NOT NULL,
  session VARCHAR(32) NOT NULL REFERENCES session (id),
  seq BIGINT NOT NULL,
  PRIMARY KEY (sink, session)
);

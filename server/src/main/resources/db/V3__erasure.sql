-- Orders whose delivery data were erased. The row stays, so that nothing brings them back.
CREATE TABLE erasure (
  order_id VARCHAR(56) NOT NULL PRIMARY KEY,
  at_ms BIGINT NOT NULL,
  reason VARCHAR(64) NOT NULL -- who or what asked for it: an id such as by_request or retention
);

-- Sessions of which retention has erased everything; it need not look at them again.
CREATE TABLE retention (
  session VARCHAR(32) NOT NULL PRIMARY KEY REFERENCES session (id),
  done_ms BIGINT NOT NULL
);

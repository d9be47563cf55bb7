-- What audits have found to be true, so that the next one need not begin at the first event.

CREATE TABLE audit_checkpoint (
  session VARCHAR(32) NOT NULL REFERENCES session (id),
  seq BIGINT NOT NULL,
  epoch BIGINT NOT NULL,
  chain VARCHAR(64) NOT NULL,  -- SHA-256 over all events up to seq
  document TEXT NOT NULL,      -- JSON: pools, totals, offers, session, pinned, orders, events, downstream
  digest VARCHAR(64) NOT NULL, -- SHA-256 over the columns above
  created_ms BIGINT NOT NULL,
  program VARCHAR(32) NOT NULL,
  PRIMARY KEY (session, seq)
);

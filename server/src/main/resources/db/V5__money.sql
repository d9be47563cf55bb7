-- Money: what orders are paid and given back, every payment, every refund. Amounts are minor units.

ALTER TABLE orders ADD COLUMN paid_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN refunded_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN granted_minor BIGINT NOT NULL DEFAULT 0;

-- A session's sums are read from the indices of that name alone.
CREATE INDEX orders_totals ON orders (session, state, currency, amount_minor);

CREATE TABLE payment (
  session VARCHAR(32) REFERENCES session (id), -- NULL: stray, it names no session there is
  gateway VARCHAR(16) NOT NULL,
  payment_id VARCHAR(64) NOT NULL,
  order_ref VARCHAR(128) NOT NULL, -- the order id it named; of a stray one the text as it was told
  currency VARCHAR(3) NOT NULL,
  amount_minor BIGINT NOT NULL,
  seq BIGINT NOT NULL,             -- of its event; 0 for a stray one
  at_ms BIGINT NOT NULL
);

CREATE UNIQUE INDEX payment_once ON payment (session, gateway, payment_id);
CREATE UNIQUE INDEX payment_stray_once ON payment (gateway, payment_id) WHERE session IS NULL;
CREATE INDEX payment_totals ON payment (session, currency, amount_minor);
CREATE INDEX payment_by_id ON payment (gateway, payment_id);
CREATE INDEX payment_by_seq ON payment (session, seq);

CREATE TABLE refund (
  id VARCHAR(64) NOT NULL PRIMARY KEY, -- <session>-r<seq>, or stray-<22 characters>
  session VARCHAR(32) REFERENCES session (id),
  seq BIGINT NOT NULL,                 -- of the event that made it; 0 for that of a stray payment
  done_seq BIGINT NOT NULL,            -- of its refund.done; 0 for none
  gateway VARCHAR(16) NOT NULL,
  payment_id VARCHAR(64) NOT NULL,
  order_ref VARCHAR(128) NOT NULL,     -- as its payment has it
  currency VARCHAR(3) NOT NULL,
  amount_minor BIGINT NOT NULL,
  reason VARCHAR(32) NOT NULL,
  state VARCHAR(8) NOT NULL,           -- due, done
  created_ms BIGINT NOT NULL,
  updated_ms BIGINT NOT NULL,
  -- The columns of whoever carries refunds out.
  attempts INTEGER NOT NULL DEFAULT 0,
  next_ms BIGINT NOT NULL DEFAULT 0,   -- not to be tried before
  stuck INTEGER NOT NULL DEFAULT 0,    -- 1: not to be tried before a person says so
  last_error VARCHAR(256)
);

CREATE INDEX refund_of_payment ON refund (session, gateway, payment_id);
CREATE INDEX refund_totals ON refund (session, state, currency, stuck, amount_minor);
CREATE INDEX refund_by_seq ON refund (session, seq);
CREATE INDEX refund_to_carry ON refund (stuck, next_ms, id) WHERE state = 'due';
CREATE INDEX refund_open ON refund (stuck, id) WHERE state = 'due';

-- The commands that hosts gave a closed session, which its partition can remember no more.
CREATE TABLE ledger_command (
  session VARCHAR(32) NOT NULL REFERENCES session (id),
  id VARCHAR(22) NOT NULL,
  fingerprint VARCHAR(16) NOT NULL,
  seq BIGINT NOT NULL, -- of the event it made
  PRIMARY KEY (session, id)
);

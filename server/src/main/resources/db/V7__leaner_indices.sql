-- An order's id is random and long, so each index that has it costs a page per order. The times before it are selective enough.
DROP INDEX orders_by_owner;
DROP INDEX orders_by_session;
CREATE INDEX orders_by_owner ON orders (owner, created_ms);
CREATE INDEX orders_by_session ON orders (session, created_ms);

-- The commands of hosts among the many events of orders: a session's log is read without passing over its sales.
CREATE INDEX event_of_commands ON event (session, seq) WHERE type LIKE 'offer.%' OR type LIKE 'session.%'
  OR (type = 'refund.due' AND body LIKE '% requested');

-- The holds that lapsed, among the many events of orders: an audit that goes on from a checkpoint counts them by viewer.
CREATE INDEX event_of_lapses ON event (session, seq) WHERE type = 'order.expired';

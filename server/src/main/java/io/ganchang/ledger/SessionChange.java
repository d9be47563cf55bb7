package io.ganchang.ledger;

import io.ganchang.domain.Event;
import io.ganchang.domain.SessionId;
import io.ganchang.domain.SessionState;
import io.ganchang.domain.Words;

/** What an event of a session made of it: the event's body is {@code <state> <version> <document>}. */
record SessionChange(SessionId session, SessionState state, String document) {

    /** @throws IllegalArgumentException where the body is broken */
    static SessionChange of(Event event) {
        String[] fields = event.body().split(" ", 3);
        if (fields.length != 3) {
            throw new IllegalArgumentException("broken session record");
        }
        return new SessionChange(event.id().session(), Words.require(SessionState.class, fields[0]), fields[2]);
    }
}

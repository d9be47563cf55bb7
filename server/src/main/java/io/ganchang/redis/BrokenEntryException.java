package io.ganchang.redis;

import io.ganchang.domain.SessionId;

/**
 * An entry of an event stream that does not read as {@code docs/formats.md} says: the partition cannot be read past it.
 * The message tells where it is and never what it carries, which may be personal.
 */
public final class BrokenEntryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SessionId session;
    private final String streamId;

    BrokenEntryException(SessionId session, String streamId, String what) {
        super("session " + session + ", stream entry " + streamId + ": " + what);
        this.session = session;
        this.streamId = streamId;
    }

    /** The partition that holds the entry. */
    public SessionId session() {
        return session;
    }

    /** The entry's id in the stream. */
    public String streamId() {
        return streamId;
    }
}

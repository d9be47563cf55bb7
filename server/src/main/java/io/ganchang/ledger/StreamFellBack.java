package io.ganchang.ledger;

/** A partition's stream no longer has what the ledger has read of it: Redis has lost events. */
final class StreamFellBack extends UnreadableStream {
    private static final long serialVersionUID = 1L;

    private final long epoch;

    /** @param epoch that the lost events were in, or a later one */
    StreamFellBack(String message, long epoch) {
        super(message + ": Redis has fallen back", null);
        this.epoch = epoch;
    }

    long epoch() {
        return epoch;
    }
}

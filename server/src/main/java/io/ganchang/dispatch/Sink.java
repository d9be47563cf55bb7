package io.ganchang.dispatch;

import io.ganchang.domain.SessionId;
import java.io.IOException;
import java.util.List;

/**
 * A place that events are delivered to.
 *
 * <p>To add one: implement this in a package {@code io.ganchang.dispatch.sink.<kind>} and give it to a {@link Dispatcher} in
 * {@code app}. The dispatcher keeps the cursor, retries, and sees to it that no sink waits for another; a sink only
 * delivers. Calls come from one thread.
 */
public interface Sink extends AutoCloseable {

    /** Name of its cursors in the ledger: an id that never changes, unique among the sinks. */
    String name();

    /**
     * Delivers the next events of a session. On return they are as safe as this sink makes them.
     *
     * <p>A call that failed, or whose success was not noted before a crash, is repeated: with the same events, and perhaps
     * more behind them. An event is known by its id, so a sink that can, drops what it has already.
     *
     * @param deliveredSeq sequence number of the event delivered before these; 0 for none. A sink that can look back checks
     *     that it has it
     * @param events first to last, at least one
     * @throws DeliveredEventsLost where what was delivered is not there any more; the session is halted for this sink
     * @throws IOException where it cannot deliver now; it will be asked again
     */
    void deliver(SessionId session, long deliveredSeq, List<OutboundEvent> events) throws IOException;

    @Override
    void close();
}

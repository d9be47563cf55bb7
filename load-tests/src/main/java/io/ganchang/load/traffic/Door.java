package io.ganchang.load.traffic;

import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Where buyers wait while nobody opens: as soon as one finds no connection, the others queue behind it and one at a time
 * tries the handle.
 *
 * <p>Real buyers have machines of their own to knock with. Here thousands of them knocking at a server that is being
 * started would take the processor from it, and the run would measure itself. Confined to the event loop.
 */
final class Door {
    private static final long KNOCK_MS = 25;

    private final Vertx vertx;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean shut;

    Door(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Runs {@code ask} now or, where the door is shut, when it is open again. */
    void pass(Runnable ask) {
        if (shut) {
            waiting.add(ask);
        } else {
            ask.run();
        }
    }

    /** Tells that there was no connection, and queues {@code ask} to try again. */
    void isShut(Runnable ask) {
        waiting.add(ask);
        if (!shut) {
            shut = true;
            knockLater();
        }
    }

    /** Tells that there is a connection: everybody who waits goes in. */
    void isOpen() {
        if (shut) {
            shut = false;
            while (!shut && !waiting.isEmpty()) {
                waiting.remove().run();
            }
        }
    }

    private void knockLater() {
        vertx.setTimer(KNOCK_MS, unused -> knock());
    }

    private void knock() {
        Runnable first = waiting.poll();
        if (shut && first != null) {
            first.run();
            knockLater();
        }
    }
}

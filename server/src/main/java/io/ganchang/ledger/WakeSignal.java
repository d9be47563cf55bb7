package io.ganchang.ledger;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets one thread sleep until there is work. A signal that comes while it is awake is kept; several count as one. */
public final class WakeSignal {
    private final Semaphore signals = new Semaphore(0);

    /** Wakes the sleeper, or spares it its next sleep. */
    public void raise() {
        if (signals.availablePermits() == 0) {
            signals.release();
        }
    }

    /** Sleeps until the signal is raised, {@code delayMsMax} at the longest; not at all where it was interrupted. */
    public void await(long delayMsMax) {
        try {
            if (signals.tryAcquire(delayMsMax, TimeUnit.MILLISECONDS)) {
                signals.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

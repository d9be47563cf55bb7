package io.ganchang.load.generator;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for what happens on a loop, for so long and no longer. */
final class Patience {
    private Patience() {}

    static <T> T await(CompletableFuture<T> what, Duration bound, String name)
            throws IOException, InterruptedException {
        try {
            return what.get(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("could not " + name + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException("could not " + name + " within " + bound.toMillis() + " ms", e);
        }
    }

    /** Whether it ended in time, well or not. */
    static boolean hasEnded(CompletableFuture<?> what, Duration bound) throws InterruptedException {
        try {
            what.get(bound.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}

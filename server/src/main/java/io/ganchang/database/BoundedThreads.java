package io.ganchang.database;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A fixed number of named threads with a queue of fixed length; what does not fit is rejected. */
final class BoundedThreads {
    private static final long FINISH_SECONDS_MAX = 10;

    private BoundedThreads() {}

    static ThreadPoolExecutor of(String name, int threads, int waitingMax) {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waitingMax), body -> {
                    Thread thread = new Thread(body, name + '-' + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Lets what is queued run, for a while. */
    static void finish(ThreadPoolExecutor threads) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(FINISH_SECONDS_MAX, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

package io.ganchang.load.traffic;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells who waits for it when the first new order succeeds that was sent after a given time. */
public final class FirstOrder {

    private record Watch(long sinceNanos, CompletableFuture<Long> seenNanos) {}

    private final List<Watch> watches = new CopyOnWriteArrayList<>();

    /** Completes with the time of the answer. */
    public CompletableFuture<Long> after(long sinceNanos) {
        Watch watch = new Watch(sinceNanos, new CompletableFuture<>());
        watches.add(watch);
        return watch.seenNanos();
    }

    void placed(long sentNanos, long answeredNanos) {
        watches.removeIf(
                watch -> sentNanos - watch.sinceNanos() > 0 && watch.seenNanos().complete(answeredNanos));
    }
}

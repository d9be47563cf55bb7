package io.ganchang.ordering;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionStage;

/**
 * Brings what the ledger's threads answer back to the event loop that asked. What goes on from there uses the loop's own
 * link, hasher and batcher, none of which bears a second thread.
 */
public final class OnCallersLoop {
    private OnCallersLoop() {}

    /** A future whose listeners run where this was called; anywhere, where that was no event loop. */
    public static <T> Future<T> of(CompletionStage<T> stage) {
        Context caller = Vertx.currentContext();
        return caller == null ? Future.fromCompletionStage(stage) : Future.fromCompletionStage(stage, caller);
    }
}

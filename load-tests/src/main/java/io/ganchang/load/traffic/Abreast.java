package io.ganchang.load.traffic;

import io.vertx.core.Future;
import java.util.Iterator;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Works through a sequence of errands, a fixed number at a time. Confined to the event loop. */
final class Abreast {
    private Abreast() {}

    /** Completes when {@code errands} has no more and all that were begun have ended. */
    static Future<Void> run(int width, Iterator<Supplier<Future<String>>> errands) {
        return Future.all(IntStream.range(0, width)
                        .mapToObj(unused -> next(errands))
                        .toList())
                .mapEmpty();
    }

    private static Future<Void> next(Iterator<Supplier<Future<String>>> errands) {
        return errands.hasNext() ? errands.next().get().compose(unused -> next(errands)) : Future.succeededFuture();
    }
}

package io.ganchang.load.traffic;

import io.ganchang.load.journal.Act;
import io.vertx.core.Future;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Asks once more, with the same key, about everything whose outcome was unknown at any time. */
public final class Resolution {
    private static final int WIDTH = 16;

    private final Buyer buyer;

    public Resolution(Buyer buyer) {
        this.buyer = buyer;
    }

    /** Completes when each has its answer. */
    public Future<Void> run(List<Purchase> purchases) {
        return Abreast.run(WIDTH, purchases.stream().flatMap(this::questions).iterator());
    }

    private Stream<Supplier<Future<String>>> questions(Purchase purchase) {
        Stream.Builder<Supplier<Future<String>>> questions = Stream.builder();
        if (purchase.wasUnknown(Act.PLACE)) {
            questions.add(() -> buyer.place(purchase, OptionalLong.empty()));
        }
        if (purchase.wasUnknown(Act.CANCEL)) {
            questions.add(() -> buyer.cancel(purchase));
        }
        return questions.build();
    }
}

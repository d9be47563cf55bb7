package io.ganchang.load.traffic;

import io.ganchang.load.journal.Journal;
import io.ganchang.load.journal.JournalEntry;
import io.vertx.core.Future;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Buys what is left of the hot offers, unit by unit, each by a viewer who has not been there before, until the answer
 * is <i>sold out</i>. Only then can the books show that nothing was undersold.
 */
public final class Drain {
    private static final int WIDTH = 8;
    private static final String SOLD_OUT = "sold_out";

    private final Buyer buyer;
    private final Journal journal;
    private final Clocks clocks;
    private long nextRequest;

    /**
     * @param nextRequest first request number that is not taken
     */
    public Drain(Buyer buyer, Journal journal, Clocks clocks, long nextRequest) {
        this.buyer = buyer;
        this.journal = journal;
        this.clocks = clocks;
        this.nextRequest = nextRequest;
    }

    /** Completes when every one of {@code offers} is sold out, or has sold more than it had. */
    public Future<Void> run(List<OfferPlan> offers) {
        Future<Void> done = Future.succeededFuture();
        for (OfferPlan offer : offers) {
            done = done.compose(unused -> drain(offer));
        }
        return done;
    }

    private Future<Void> drain(OfferPlan offer) {
        boolean[] ended = new boolean[1];
        Iterator<Supplier<Future<String>>> buyers = Stream.generate(() -> unit(offer, ended))
                .limit(offer.stock() + WIDTH)
                .takeWhile(unused -> !ended[0])
                .iterator();
        return Abreast.run(WIDTH, buyers);
    }

    private Supplier<Future<String>> unit(OfferPlan offer, boolean[] ended) {
        return () -> {
            Purchase purchase = buyer.want(Scenario.lastUnit(nextRequest++, offer));
            return buyer.place(purchase, OptionalLong.empty()).onSuccess(outcome -> {
                ended[0] = ended[0] || !outcome.equals(Errand.DONE);
                if (outcome.equals(SOLD_OUT)) {
                    journal.write(new JournalEntry.Drained(clocks.wallMs(), offer.id()));
                }
            });
        };
    }
}

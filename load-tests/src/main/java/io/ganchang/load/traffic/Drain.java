package io.ganchang.load.traffic;

import io.ganchang.load.journal.Journal;
import io.ganchang.load.journal.JournalEntry;
import io.vertx.core.Future;
import java.util.ArrayList;
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
    private static final int ROUNDS_MAX = 5;
    private static final String SOLD_OUT = "sold_out";

    private final Buyer buyer;
    private final Payer payer;
    private final Journal journal;
    private final Clocks clocks;
    private long nextRequest;

    /**
     * @param nextRequest first request number that is not taken
     */
    public Drain(Buyer buyer, Payer payer, Journal journal, Clocks clocks, long nextRequest) {
        this.buyer = buyer;
        this.payer = payer;
        this.journal = journal;
        this.clocks = clocks;
        this.nextRequest = nextRequest;
    }

    /** Completes when every one of {@code offers} is sold out, or has sold more than it had. */
    public Future<Void> run(List<OfferPlan> offers) {
        Future<Void> done = Future.succeededFuture();
        for (OfferPlan offer : offers) {
            done = done.compose(unused -> drain(offer, ROUNDS_MAX));
        }
        return done;
    }

    /** Where a hold ran out before its money was told, its units are for sale again, and somebody must buy them. */
    private Future<Void> drain(OfferPlan offer, int rounds) {
        List<Purchase> lapsed = new ArrayList<>();
        return once(offer, lapsed)
                .compose(unused ->
                        lapsed.isEmpty() || rounds == 1 ? Future.succeededFuture() : drain(offer, rounds - 1));
    }

    private Future<Void> once(OfferPlan offer, List<Purchase> lapsed) {
        boolean[] ended = new boolean[1];
        Iterator<Supplier<Future<String>>> buyers = Stream.generate(() -> unit(offer, ended, lapsed))
                .limit(offer.stock() + WIDTH)
                .takeWhile(unused -> !ended[0])
                .iterator();
        return Abreast.run(WIDTH, buyers);
    }

    private Supplier<Future<String>> unit(OfferPlan offer, boolean[] ended, List<Purchase> lapsed) {
        return () -> {
            Purchase purchase = buyer.want(Wish.lastUnit(nextRequest++, offer));
            return buyer.place(purchase, OptionalLong.empty())
                    .onSuccess(outcome -> {
                        ended[0] = ended[0] || !outcome.equals(Errand.DONE);
                        if (outcome.equals(SOLD_OUT)) {
                            journal.write(new JournalEntry.Drained(clocks.wallMs(), offer.id()));
                        }
                    })
                    .compose(outcome -> pay(purchase, lapsed).map(outcome));
        };
    }

    /** Pays, and looks what became of the order. */
    private Future<Void> pay(Purchase purchase, List<Purchase> lapsed) {
        OrderSeen order = purchase.seen();
        if (order == null || !order.isHeld()) {
            return Future.succeededFuture();
        }
        return payer.payNow(purchase)
                .compose(unused -> buyer.place(purchase, OptionalLong.empty()))
                .onSuccess(unused -> {
                    OrderSeen now = purchase.seen();
                    if (now == null || !now.isConfirmed()) {
                        lapsed.add(purchase);
                    }
                })
                .mapEmpty();
    }
}

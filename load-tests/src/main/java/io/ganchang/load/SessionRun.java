package io.ganchang.load;

import io.ganchang.load.generator.Arrivals;
import io.ganchang.load.journal.Journal;
import io.ganchang.load.journal.JournalEntry;
import io.ganchang.load.traffic.Buyer;
import io.ganchang.load.traffic.Drain;
import io.ganchang.load.traffic.FirstOrder;
import io.ganchang.load.traffic.Onlookers;
import io.ganchang.load.traffic.Purchase;
import io.ganchang.load.traffic.Resolution;
import io.ganchang.load.traffic.Stage;
import io.ganchang.load.traffic.Tally;
import io.ganchang.load.traffic.Tokens;
import io.ganchang.load.traffic.Traffic;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/** One session of a run, with its journal and everybody who deals with it. Confined to the event loop. */
final class SessionRun implements AutoCloseable {
    private static final int TOKENS_MINTED_MAX = 50_000;

    private final String id;
    private final SessionPlan plan;
    private final Tokens tokens;
    private final Stage stage;
    private final Crew crew;
    private final Onlookers onlookers;
    private final Path journalFile;
    private final Traffic traffic;
    private List<Purchase> purchases = List.of();

    /**
     * @param tally where what happens is counted
     * @param goOn whether more buyers are to come than planned
     */
    SessionRun(
            Crew.Place place, SessionPlan plan, Path journalFile, Tally tally, FirstOrder first, BooleanSupplier goOn)
            throws IOException {
        this.id = place.session();
        this.plan = plan;
        this.journalFile = journalFile;
        this.tokens = place.tokens();
        this.stage = new Stage(place.market(), place.tokens(), id);
        this.crew =
                Crew.of(place, plan.show(), new Buyer.Notes(Journal.begin(journalFile), tally, first, place.clocks()));
        this.onlookers = new Onlookers(place.vertx(), place.market(), id, tally, place.clocks());
        this.traffic = new Traffic(
                place.vertx(),
                plan.show(),
                crew.buyer(),
                crew.payer(),
                tally,
                place.clocks(),
                new Traffic.Pace(plan.orders(), plan.ordersMax(), plan.arrivals(), goOn));
    }

    String id() {
        return id;
    }

    Path journalFile() {
        return journalFile;
    }

    Crew crew() {
        return crew;
    }

    /** How many buyers have arrived so far. */
    long arrived() {
        return traffic.arrived();
    }

    /** Signs what the first buyers will show, so that signing takes no processor from the sale. From any thread. */
    void mintTokens() {
        LongStream.range(0, Math.min(TOKENS_MINTED_MAX, plan.orders()))
                .mapToObj(number -> plan.show().plan(number).wish().viewer())
                .forEach(viewer -> tokens.of("viewer", viewer));
    }

    /** Makes the session live; its offers are not open yet. */
    Future<Void> prepare(long seed, long nowMs) {
        crew.journal()
                .write(new JournalEntry.Opened(nowMs, id, seed, plan.show().holdsPerViewer()));
        return stage.prepare(plan.title(), plan.show().offers(), plan.show().holdsPerViewer());
    }

    /** Opens the offers; completes with the time at which all are open, 0 for now. */
    Future<Long> open(int countdownSeconds) {
        return stage.openOffers(plan.show().offers(), countdownSeconds, crew.journal());
    }

    /** Lets buyers and onlookers come; completes when the last buyer's last errand has ended. */
    Future<Void> sell() {
        double perSecond = plan.views() / Math.max(1e-3, plan.span().toNanos() / 1e9);
        Future<Void> views = plan.views() == 0
                ? Future.succeededFuture()
                : onlookers.come(new Arrivals.Constant(perSecond), plan.views());
        return traffic.run()
                .onSuccess(all -> purchases = all)
                .compose(unused -> views)
                .mapEmpty();
    }

    /** Asks again about every unknown outcome. */
    Future<Void> resolve() {
        return new Resolution(crew.buyer()).run(purchases);
    }

    /** Buys what is left of the hot offers. */
    Future<Void> drain() {
        Drain drain = new Drain(
                crew.buyer(), crew.payer(), crew.journal(), crew.buyer().clocks(), traffic.arrived());
        return drain.run(plan.show().hotOffers());
    }

    @Override
    public void close() throws IOException {
        crew.journal().close();
    }
}

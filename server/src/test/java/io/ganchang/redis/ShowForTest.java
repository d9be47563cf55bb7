package io.ganchang.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.config.HoldsConfig;
import io.ganchang.domain.Change;
import io.ganchang.domain.CommandStamp;
import io.ganchang.domain.LatePayment;
import io.ganchang.domain.OfferTerms;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.PaymentMode;
import io.ganchang.domain.RequestedLine;
import io.ganchang.domain.SessionId;
import io.ganchang.domain.SessionTerms;
import io.ganchang.redis.PlaceOrders.Attempt;
import io.vertx.core.Future;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Function;

/** A live session with offers on sale, made by the classes that the server makes it with. */
public final class ShowForTest {
    public static final CommandStamp STAMP = new CommandStamp("wang", null, null, OptionalLong.empty(), null);
    public static final String LEDGER = "0f8fad5b-d9cb-469f-a165-70867728950e";
    public static final SessionTerms TERMS =
            new SessionTerms("Melons", "wang", List.of("zhao"), null, 1_700_000_000_000L, null, false, null);

    public static final HoldsConfig HOLDS = new HoldsConfig(10, 3, 120, 100);

    private static final int BUDGET_MS = 2_000;
    private static final int LIFE_MS = 10_000;

    private final LinkForTest link;
    private final Partition partition;
    private final AlarmsForTest alarms = new AlarmsForTest();
    private final SplittableRandom random = new SplittableRandom(7);

    private ShowForTest(LinkForTest link, String session) {
        this.link = link;
        this.partition = new Partition(new SessionId(session), 1, "key1", alarms, System::nanoTime);
    }

    /** A show that is live. */
    public static ShowForTest live(LinkForTest link, String session) {
        return live(link, session, LEDGER);
    }

    /** A show that is live, of that ledger. */
    public static ShowForTest live(LinkForTest link, String session, String ledger) {
        ShowForTest show = new ShowForTest(link, session);
        show.done(show.birth(ledger));
        show.done(show.move(ChangeSession.Move.START));
        return show;
    }

    /** Ends the show for good. */
    public void end() {
        done(move(ChangeSession.Move.END));
    }

    Outcome<Change> birth(String ledger) {
        return outcome(head -> ChangeSession.put(link.link(), partition, head, STAMP, TERMS, ledger));
    }

    Outcome<Change> move(ChangeSession.Move move) {
        return outcome(head -> ChangeSession.move(link.link(), partition, head, STAMP, move));
    }

    public Partition partition() {
        return partition;
    }

    /** Puts an offer on sale. */
    public ShowForTest sell(String offer, long stock, long limit) {
        change(offer, ChangeOffer.Command.put(terms(limit), stock));
        change(offer, ChangeOffer.Command.open(0, 0));
        return this;
    }

    static OfferTerms terms(long limit) {
        return new OfferTerms(
                null, "Melon", "box", 3990, "CNY", limit, PaymentMode.NONE, 600, LatePayment.REACQUIRE, false);
    }

    ChangeOffer.Changed change(String offer, ChangeOffer.Command command) {
        return done(change(offer, STAMP, command));
    }

    Outcome<ChangeOffer.Changed> change(String offer, CommandStamp stamp, ChangeOffer.Command command) {
        return outcome(head -> ChangeOffer.call(link.link(), partition, head, stamp, offer, command));
    }

    /** One unit or more of one offer for {@code viewer}; the name stands for id and request. */
    public Attempt attempt(String name, String viewer, String offer, long quantity) {
        return new Attempt(
                new OrderId(partition.session(), FunctionsForTest.id(name)),
                FunctionsForTest.fingerprint(name),
                viewer,
                viewer,
                "live",
                List.of(new RequestedLine(offer, quantity, OptionalLong.empty())),
                null);
    }

    /** Places one order, which must succeed. */
    public Order buy(Attempt attempt) {
        return done(place(List.of(attempt)).get(0));
    }

    /** Places orders in one batch. */
    List<Outcome<Order>> place(List<Attempt> attempts) {
        return LinkForTest.result(link.onLoop(() -> PlaceOrders.call(
                link.link(), partition, () -> partition.head(BUDGET_MS, LIFE_MS, random), HOLDS, attempts)));
    }

    /** What a call with a head of now brings. */
    <T> Outcome<T> outcome(Function<CallHead, Future<Outcome<T>>> call) {
        return on(call);
    }

    private <T> T on(Function<CallHead, Future<T>> call) {
        return LinkForTest.result(link.onLoop(() -> call.apply(partition.head(BUDGET_MS, LIFE_MS, random))));
    }

    /** How the partition answers a batch of no orders that comes with this head. */
    public String statusOf(CallHead head) {
        return link.call(PlaceOrders.request(partition, head, HOLDS, List.of()))
                .get(0)
                .toString();
    }

    /** The value of what must have succeeded. */
    <T> T done(Outcome<T> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<T>) outcome).value();
    }

    /** The partition as it is now. */
    public PartitionSnapshot snapshot() {
        return done(outcome(head -> ReadPools.call(link.link(), partition)));
    }
}

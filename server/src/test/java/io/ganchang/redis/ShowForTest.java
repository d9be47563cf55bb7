package io.ganchang.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.CommandStamp;
import io.ganchang.domain.LatePayment;
import io.ganchang.domain.OfferTerms;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.PaymentMode;
import io.ganchang.domain.RequestedLine;
import io.ganchang.domain.SessionId;
import io.ganchang.domain.SessionTerms;
import io.ganchang.redis.PlaceOrders.Attempt;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Function;

/** A live session with offers on sale, made by the classes that the server makes it with. */
public final class ShowForTest {
    public static final CommandStamp STAMP = new CommandStamp("wang", null, null, OptionalLong.empty(), null);
    public static final String LEDGER = "0f8fad5b-d9cb-469f-a165-70867728950e";
    public static final SessionTerms TERMS =
            new SessionTerms("Melons", "wang", List.of("zhao"), null, 1_700_000_000_000L, null, false);

    private static final int BUDGET_MS = 2_000;
    private static final int LIFE_MS = 10_000;

    private final LinkForTest link;
    private final Partition partition;
    private final SplittableRandom random = new SplittableRandom(7);

    private ShowForTest(LinkForTest link, String session) {
        this.link = link;
        this.partition = new Partition(new SessionId(session), 1, "key1", System::nanoTime);
    }

    /** A show that is live. */
    public static ShowForTest live(LinkForTest link, String session) {
        ShowForTest show = new ShowForTest(link, session);
        show.done(head -> ChangeSession.put(show.partition, head, STAMP, TERMS, LEDGER), ChangeSession::outcome);
        show.done(
                head -> ChangeSession.move(show.partition, head, STAMP, ChangeSession.Move.START),
                ChangeSession::outcome);
        return show;
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
        return done(
                head -> ChangeOffer.request(partition, head, STAMP, offer, command),
                (changed, reply) -> ChangeOffer.outcome(changed, offer, reply));
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

    CallHead head() {
        return partition.head(BUDGET_MS, LIFE_MS, random);
    }

    /** What a call that must succeed brings. */
    <T> T done(Function<CallHead, Request> request, Reader<T> reader) {
        Outcome<T> outcome = outcome(request, reader);
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<T>) outcome).value();
    }

    <T> Outcome<T> outcome(Function<CallHead, Request> request, Reader<T> reader) {
        return reader.read(partition, link.call(request.apply(head())));
    }

    /** How a reply is read. */
    interface Reader<T> {
        Outcome<T> read(Partition partition, Response reply);
    }

    /** The partition as it is now. */
    public PartitionSnapshot snapshot() {
        return done(head -> ReadPools.request(partition), ReadPools::outcome);
    }
}

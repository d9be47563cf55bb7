package io.ganchang.redis;

import static io.ganchang.redis.FunctionsForTest.KEYS;
import static io.ganchang.redis.ShowForTest.LEDGER;
import static io.ganchang.redis.ShowForTest.STAMP;
import static io.ganchang.redis.ShowForTest.TERMS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.Change;
import io.ganchang.domain.CommandStamp;
import io.ganchang.domain.OfferStage;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Done;
import io.ganchang.domain.Outcome.Refused;
import io.ganchang.domain.Pool;
import io.ganchang.domain.Problem;
import io.ganchang.domain.SessionState;
import io.ganchang.redis.PlaceOrders.Attempt;
import io.ganchang.redis.embedded.RedisForTest;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The classes that call the functions, over a real link: what they send arrives, what comes back they understand. */
class TypedCallsTest {
    private static FunctionsForTest functions;
    private static LinkForTest link;

    private ShowForTest show;

    @BeforeAll
    static void startRedis() {
        functions =
                FunctionsForTest.on(RedisForTest.durable("--maxmemory", "64mb", "--maxmemory-policy", "noeviction"));
        link = LinkForTest.open(functions.redis().socket());
    }

    @AfterAll
    static void stopRedis() {
        link.close();
        functions.close();
    }

    @BeforeEach
    void startShow() {
        functions.commands().flushall();
        show = ShowForTest.live(link, FunctionsForTest.SESSION.value()).sell("melon", 5, 3);
    }

    private List<Outcome<Order>> place(Attempt... attempts) {
        return show.place(List.of(attempts));
    }

    private Outcome<Order> cancel(String owner, OrderId id) {
        return show.outcome(
                head -> ResolveOrder.cancel(link.link(), show.partition(), head, owner, id, "cancelled_by_viewer"));
    }

    private static Problem problem(Outcome<?> outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused<?>) outcome).problem();
    }

    @Test
    void ordersAreDecidedEachForItself() {
        Attempt first = show.attempt("a", "li", "melon", 2);
        List<Outcome<Order>> outcomes = place(
                first,
                show.attempt("b", "li", "melon", 2),
                show.attempt("c", "xu", "melon", 4),
                show.attempt("d", "xu", "durian", 1),
                first);

        Order order = ((Done<Order>) outcomes.get(0)).value();
        assertThat(order.state()).isEqualTo(OrderState.CONFIRMED);
        assertThat(order.amountMinor()).isEqualTo(7980);
        assertThat(order.owner()).isEqualTo("li");
        assertThat(outcomes.get(4)).isEqualTo(new Done<>(order, true));
        assertThat(outcomes.subList(1, 4))
                .extracting(TypedCallsTest::problem)
                .containsExactly(Problem.VIEWER_LIMIT, Problem.VIEWER_LIMIT, Problem.NOT_FOUND);
        assertThat(show.partition().knownSeq()).isEqualTo(functions.seq());
    }

    @Test
    void aStoredOrderThatCannotBeReadFailsItsAnswerOnly() {
        functions.commands().hset(KEYS.orders(), FunctionsForTest.id("a"), "c a--------------- 5 garbage");

        List<Outcome<Order>> outcomes = place(show.attempt("a", "li", "melon", 1), show.attempt("b", "li", "melon", 1));

        assertThat(problem(outcomes.get(0))).isEqualTo(Problem.OUTCOME_UNKNOWN);
        assertThat(outcomes.get(1)).isInstanceOf(Done.class);
    }

    @Test
    void aCancelledOrderTellsWhyAndItsRepeatSaysTheSame() {
        OrderId id = ((Done<Order>) place(show.attempt("a", "li", "melon", 2)).get(0))
                .value()
                .id();

        assertThat(problem(cancel("xu", id))).isEqualTo(Problem.NOT_FOUND);
        Order cancelled = ((Done<Order>) cancel("li", id)).value();

        assertThat(cancelled.state()).isEqualTo(OrderState.CANCELLED);
        assertThat(cancelled.reason()).isEqualTo("cancelled_by_viewer");
        assertThat(cancel("li", id)).isEqualTo(new Done<>(cancelled, true));
        assertThat(show.snapshot().pools()).isEqualTo(Map.of("stock:melon", new Pool(5, 0, 0)));
    }

    @Test
    void aCallThatIsTooLateIsOverloadedAndWritesNothing() {
        CallHead late = new CallHead(1, 0, "-", 0, 0, 1, "00", 0);
        List<Attempt> attempts = List.of(show.attempt("a", "li", "melon", 1), show.attempt("b", "li", "melon", 1));

        assertThat(LinkForTest.result(link.onLoop(() ->
                        PlaceOrders.call(link.link(), show.partition(), () -> late, ShowForTest.HOLDS, attempts))))
                .extracting(TypedCallsTest::problem)
                .containsExactly(Problem.OVERLOADED, Problem.OVERLOADED);
    }

    @Test
    void whateverSpeaksOfALostHistoryFreezesTheSession() {
        functions.commands().hset(KEYS.meta(), "epoch", "2");
        assertThat(problem(place(show.attempt("a", "li", "melon", 1)).get(0))).isEqualTo(Problem.SESSION_FROZEN);
        functions.commands().hset(KEYS.meta(), Map.of("epoch", "1", "seq", "1"));
        assertThat(problem(place(show.attempt("a", "li", "melon", 1)).get(0))).isEqualTo(Problem.SESSION_FROZEN);
        functions.commands().flushall();
        assertThat(problem(place(show.attempt("a", "li", "melon", 1)).get(0))).isEqualTo(Problem.SESSION_FROZEN);
        assertThat(problem(show.birth(LEDGER))).isEqualTo(Problem.SESSION_FROZEN);
        assertThat(functions.dump()).isEmpty();
    }

    @Test
    void theSnapshotIsTheSessionAsHostsMadeIt() {
        PartitionSnapshot snapshot = show.snapshot();

        assertThat(snapshot.seq()).isEqualTo(functions.seq());
        assertThat(snapshot.epoch()).isEqualTo(1);
        assertThat(snapshot.ledgerId()).isEqualTo(LEDGER);
        assertThat(snapshot.session().terms()).isEqualTo(TERMS);
        assertThat(snapshot.session().state()).isEqualTo(SessionState.LIVE);
        assertThat(snapshot.session().offers()).singleElement().satisfies(offer -> {
            assertThat(offer.stage()).isEqualTo(OfferStage.OPEN);
            assertThat(offer.terms()).isEqualTo(ShowForTest.terms(3));
            assertThat(offer.stock()).isEqualTo(new Pool(5, 0, 0));
        });
    }

    @Test
    void commandsTellWhatTheyChanged() {
        assertThat(show.change("melon", ChangeOffer.Command.put(ShowForTest.terms(3), 99))
                        .change())
                .isEqualTo(Change.UNCHANGED);
        assertThat(show.change("melon", ChangeOffer.Command.pin()).offer().pinned())
                .isTrue();
        assertThat(show.change("melon", ChangeOffer.Command.stock(-5)).offer().stock())
                .isEqualTo(Pool.EMPTY);
        assertThat(show.change("melon", ChangeOffer.Command.price(1))
                        .offer()
                        .terms()
                        .priceMinor())
                .isEqualTo(1);
        assertThat(show.change("melon", ChangeOffer.Command.open(60_000, 1))
                        .offer()
                        .stage())
                .isEqualTo(OfferStage.COUNTDOWN);
        assertThat(show.change("melon", ChangeOffer.Command.close()).offer().stage())
                .isEqualTo(OfferStage.CLOSED);
        assertThat(show.change("pear", ChangeOffer.Command.put(ShowForTest.terms(0), 1))
                        .change())
                .isEqualTo(Change.CREATED);
        assertThat(show.done(show.birth(LEDGER))).isEqualTo(Change.UNCHANGED);
    }

    @Test
    void refusedCommandsNameTheirProblem() {
        assertThat(problem(show.change("melon", STAMP, ChangeOffer.Command.stock(-6))))
                .isEqualTo(Problem.STOCK_UNAVAILABLE);
        assertThat(problem(show.change("durian", STAMP, ChangeOffer.Command.pin())))
                .isEqualTo(Problem.NOT_FOUND);
        CommandStamp outdated = new CommandStamp("wang", null, null, OptionalLong.of(1), null);
        assertThat(problem(show.change("melon", outdated, ChangeOffer.Command.pin())))
                .isEqualTo(Problem.VERSION_CONFLICT);
        CommandStamp once = new CommandStamp("wang", "id", "one", OptionalLong.empty(), "more came");
        assertThat(show.change("melon", once, ChangeOffer.Command.stock(1))).isInstanceOf(Done.class);
        assertThat(functions.events().get(functions.events().size() - 1).attachment())
                .isEqualTo("{\"reason\":\"more came\"}");
        CommandStamp other = new CommandStamp("wang", "id", "two", OptionalLong.empty(), null);
        assertThat(problem(show.change("melon", other, ChangeOffer.Command.stock(2))))
                .isEqualTo(Problem.IDEMPOTENCY_MISMATCH);
        assertThat(problem(show.move(ChangeSession.Move.RESUME))).isEqualTo(Problem.SESSION_STATE);
        assertThat(problem(show.birth("another"))).isEqualTo(Problem.SESSION_FROZEN);
    }
}

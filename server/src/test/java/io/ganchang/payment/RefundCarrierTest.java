package io.ganchang.payment;

import static io.ganchang.ledger.LedgerForTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganchang.config.RefundPace;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.PaymentNotice;
import io.ganchang.domain.PaymentNotice.Kind;
import io.ganchang.domain.Problem;
import io.ganchang.ledger.LedgerForTest;
import io.ganchang.ledger.OpenRefund;
import io.ganchang.ledger.OpenRefunds;
import io.ganchang.ledger.RefundRow;
import io.ganchang.ledger.StrayPayments;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Refunds are carried out whatever gateways do. The refunds here are those of stray payments, which the ledger settles. */
final class RefundCarrierTest {
    private static final RefundPace PACE = new RefundPace(3, 1_000, 4_000);
    private static final long CLAIM_MS = RefundCarrier.CLAIM.toMillis();

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final AtomicLong nowMs = new AtomicLong(1_800_000_000_000L);
    private final InstantSource clock = () -> Instant.ofEpochMilli(nowMs.get());
    private final RefundCounts counts = new RefundCounts();
    private final GatewayForTest gateway = new GatewayForTest("sandbox");

    @TempDir
    private Path folder;

    private LedgerForTest ledger;
    private StrayPayments strays;
    private OpenRefunds refunds;
    private RefundCarrier carrier;

    @BeforeEach
    void open() {
        ledger = new LedgerForTest(folder);
        strays = ledger.ledger().strayPayments(clock);
        refunds = ledger.ledger().openRefunds();
        carrier = carrier(this::settle);
    }

    @AfterEach
    void close() {
        await(vertx.close().toCompletionStage());
        ledger.close();
    }

    private RefundCarrier carrier(RefundSettling books) {
        return new RefundCarrier(
                refunds, List.of(gateway), books, PACE, counts, clock, new SplittableRandom(20_261_122));
    }

    private Future<Outcome<String>> settle(RefundRow refund) {
        return Future.fromCompletionStage(strays.settle(refund));
    }

    private void pay(String gatewayName, String paymentId, long amountMinor) {
        PaymentKey key = new PaymentKey(gatewayName, paymentId);
        await(ledger.ledger()
                .closedBooks(clock)
                .takeStray(new PaymentNotice(
                        Kind.PAID, key, "notice-" + paymentId, "no order", amountMinor, "CNY", Optional.empty())));
    }

    /** Lets it look, and waits until nothing of that is under way. */
    private void look() {
        await(onLoop(carrier::look).toCompletionStage());
        await().until(() ->
                await(onLoop(() -> Future.succeededFuture(carrier.underWay())).toCompletionStage()) == 0);
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> body) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(ignored -> body.get().onComplete(done));
        return done.future();
    }

    private List<OpenRefund> due() {
        return await(refunds.page(false, "", 100));
    }

    private OpenRefund stuck() {
        List<OpenRefund> stuck = await(refunds.page(true, "", 100));
        assertThat(stuck).hasSize(1);
        return stuck.get(0);
    }

    @Test
    void whatIsDueIsCarriedOutAndNoted() {
        pay("sandbox", "p1", 500);
        look();

        assertThat(due()).isEmpty();
        RefundOrder order = gateway.asked().get(0);
        assertThat(order.id()).matches("stray-[A-Za-z0-9_]{22}");
        assertThat(order.payment()).isEqualTo(new PaymentKey("sandbox", "p1"));
        assertThat(order.amountMinor()).isEqualTo(500).isEqualTo(order.paidMinor());
        assertThat(order.currency()).isEqualTo("CNY");
        assertThat(order.reason()).isEqualTo("unknown_order");
        assertThat(counts.done()).isEqualTo(1);
        look();
        assertThat(gateway.asked()).hasSize(1);
    }

    @Test
    void moreThanGoAtOnceAreCarriedOutOneAfterTheOther() {
        int many = 5 * RefundCarrier.UNDER_WAY_MAX + 3;
        for (int i = 0; i < many; i++) {
            pay("sandbox", "p" + i, 100 + i);
        }
        look();
        await().untilAsserted(() -> assertThat(counts.done()).isEqualTo(many));
        assertThat(due()).isEmpty();
        assertThat(gateway.asked().stream().map(RefundOrder::id).distinct()).hasSize(many);
    }

    @Test
    void aKillBetweenGatewayAndBooksLeavesItToBeAskedForAgain() {
        pay("sandbox", "p1", 500);
        Promise<Outcome<String>> never = Promise.promise();
        carrier = carrier(refund -> never.future());
        await(onLoop(carrier::look).toCompletionStage());
        await().until(() -> gateway.asked().size() == 1);

        carrier = carrier(this::settle); // another server, or this one started anew
        look();
        assertThat(gateway.asked()).as("while the claim holds").hasSize(1);
        nowMs.addAndGet(CLAIM_MS);
        look();
        assertThat(gateway.asked()).hasSize(2);
        assertThat(Set.copyOf(gateway.asked()))
                .as("the same order, so the gateway carries out one")
                .hasSize(1);
        assertThat(due()).isEmpty();
    }

    @Test
    void aGatewayThatCannotNowIsAskedLaterAndLaterThenAPerson() {
        pay("sandbox", "p1", 500);
        gateway.answers(new RefundOutcome.Later("HTTP 502"));
        look();
        OpenRefund first = due().get(0);
        assertThat(first.attempts()).isEqualTo(1);
        assertThat(first.lastError()).isEqualTo("HTTP 502");
        assertThat(first.nextMs() - nowMs.get()).isBetween(500L, 1_000L);
        look();
        assertThat(gateway.asked()).as("not before its time").hasSize(1);

        nowMs.addAndGet(1_000);
        look();
        assertThat(due().get(0).nextMs() - nowMs.get()).isBetween(1_000L, 2_000L);
        nowMs.addAndGet(2_000);
        look();

        assertThat(due()).isEmpty();
        assertThat(stuck().attempts()).isEqualTo(3);
        assertThat(stuck().lastError()).isEqualTo("HTTP 502");
        assertThat(counts.failures()).isEqualTo(3);
        nowMs.addAndGet(CLAIM_MS);
        look();
        assertThat(gateway.asked()).hasSize(3);
        assertThat(counts.stuck()).isEqualTo(1);
    }

    @Test
    void aStuckRefundIsCarriedOutOnceAPersonSaysSo() {
        pay("sandbox", "p1", 500);
        gateway.answers(new RefundOutcome.Refused("account closed\u0007"));
        look();
        assertThat(stuck().lastError()).isEqualTo("account closed ");

        gateway.answers(new RefundOutcome.Done());
        OpenRefund renewed = await(refunds.retry(stuck().refund().id())).orElseThrow();
        assertThat(renewed.stuck()).isFalse();
        assertThat(renewed.attempts()).isZero();
        look();
        assertThat(await(refunds.counts())).isEqualTo(new OpenRefunds.Counts(0, 0));
        look();
        assertThat(counts.stuck()).isZero();
    }

    @Test
    void whatAGatewayHasPendingIsLookedAtAgainAndNeverStuck() {
        pay("sandbox", "p1", 500);
        gateway.answers(new RefundOutcome.Pending());
        for (int i = 0; i < 2 * PACE.attemptsMax(); i++) {
            look();
            nowMs.addAndGet(PACE.delayMsMax());
        }
        assertThat(gateway.asked()).hasSize(2 * PACE.attemptsMax());
        assertThat(due().get(0).attempts()).isZero();
        gateway.answers(new RefundOutcome.Done());
        look();
        assertThat(due()).isEmpty();
    }

    @Test
    void aGatewayThatBreaksIsOneThatCannotNow() {
        pay("sandbox", "p1", 500);
        gateway.answers(order -> {
            throw new IllegalStateException("secret of the merchant");
        });
        look();
        assertThat(due().get(0).lastError()).isEqualTo("IllegalStateException");
        gateway.answers(order -> Future.failedFuture(new IOException("secret of the merchant")));
        nowMs.addAndGet(1_000);
        look();
        assertThat(due().get(0).lastError()).isEqualTo("IOException");
    }

    @Test
    void aGatewayThatNobodyHasSetUpNeedsAPerson() {
        pay("paper", "p1", 500);
        look();
        assertThat(stuck().lastError()).isEqualTo("there is no gateway of that name");
    }

    @Test
    void booksThatAreBusyAreToldAgainWithoutEnd() {
        pay("sandbox", "p1", 500);
        carrier = carrier(refund -> Future.succeededFuture(Outcome.refused(Problem.SESSION_FROZEN, "frozen")));
        for (int i = 0; i < 2 * PACE.attemptsMax(); i++) {
            look();
            nowMs.addAndGet(CLAIM_MS);
        }
        assertThat(gateway.asked()).hasSize(2 * PACE.attemptsMax());
        assertThat(due().get(0).lastError()).contains("carried out").contains("session_frozen");
        carrier = carrier(this::settle);
        look();
        assertThat(due()).isEmpty();
    }

    @Test
    void booksThatSayNoNeedAPerson() {
        pay("sandbox", "p1", 500);
        carrier = carrier(refund -> Future.succeededFuture(Outcome.refused(Problem.NOT_FOUND, "no such payment")));
        look();
        assertThat(stuck().lastError()).contains("not_found");
    }

    @Test
    void twoServersCarryOutEachRefundOnce() {
        int many = 60;
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < many; i++) {
            pay("sandbox", "p" + i, 100);
        }
        RefundCarrier other = carrier(this::settle);
        onLoop(other::look);
        look();
        await().untilAsserted(() -> assertThat(due()).isEmpty());
        gateway.asked().forEach(order -> ids.add(order.id()));
        assertThat(ids).hasSize(many);
        assertThat(gateway.asked()).as("claims save work").hasSize(many);
    }
}

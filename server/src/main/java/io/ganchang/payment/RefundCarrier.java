package io.ganchang.payment;

import io.ganchang.config.RefundPace;
import io.ganchang.domain.Failpoint;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Refused;
import io.ganchang.domain.Problem;
import io.ganchang.ledger.OpenRefund;
import io.ganchang.ledger.OpenRefunds;
import io.ganchang.ledger.RefundRow;
import io.ganchang.ordering.OnCallersLoop;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives money back: asks gateways to carry out the refunds that are due, and notes in the books what was carried out.
 *
 * <p>It may be killed between any two steps. The ledger has a refund as due until the books say that it is done, and so long it
 * is asked for again; gateways carry out one refund per id. Several servers may do this: a claim keeps them from doing the
 * same work, and does not have to hold. For one event loop.
 */
public final class RefundCarrier {
    /** Refunds that are under way at once. */
    static final int UNDER_WAY_MAX = 16;

    /** How long a gateway may take. */
    static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    /** How long a claim holds: longer than a gateway and the books may take. */
    static final Duration CLAIM = ANSWER_MAX.multipliedBy(2);

    private static final Logger LOG = LoggerFactory.getLogger(RefundCarrier.class);

    /** Why the books may not take note of a refund now, and will later. */
    private static final Set<Problem> NOT_NOW =
            EnumSet.of(Problem.OVERLOADED, Problem.SESSION_FROZEN, Problem.OUTCOME_UNKNOWN);

    private final OpenRefunds refunds;
    private final Map<String, Gateway> gateways;
    private final RefundSettling books;
    private final RefundPace pace;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final RefundCounts counts;
    private int underWay;
    private boolean looking;

    /** @param counts what it writes down of itself */
    public RefundCarrier(
            OpenRefunds refunds,
            Collection<Gateway> gateways,
            RefundSettling books,
            RefundPace pace,
            RefundCounts counts,
            InstantSource clock,
            RandomGenerator random) {
        this.refunds = refunds;
        this.gateways = gateways.stream().collect(Collectors.toUnmodifiableMap(Gateway::name, Function.identity()));
        this.books = books;
        this.pace = pace;
        this.counts = counts;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Begins to carry out what is due, as far as there is room. Complete once that is begun; what was begun goes on, and where
     * more is due the next takes the place of each that ends.
     */
    public Future<Void> look() {
        return carryDue()
                .compose(begun -> OnCallersLoop.of(refunds.counts()))
                .onSuccess(counts::saw)
                .onFailure(failure -> LOG.warn("the refunds that are due cannot be read: {}", String.valueOf(failure)))
                .otherwiseEmpty()
                .mapEmpty();
    }

    private Future<Void> carryDue() {
        int room = UNDER_WAY_MAX - underWay;
        if (looking || room == 0) {
            return Future.succeededFuture();
        }
        looking = true;
        return OnCallersLoop.of(refunds.due(clock.millis(), room))
                .onComplete(found -> looking = false)
                .onSuccess(due -> due.forEach(refund -> begin(refund, due.size() == room)))
                .mapEmpty();
    }

    /** How many refunds are under way. */
    int underWay() {
        return underWay;
    }

    private void begin(OpenRefund refund, boolean moreMayBeDue) {
        underWay++;
        carry(refund).onComplete(ended -> {
            underWay--;
            if (ended.failed()) {
                LOG.warn("refund {} is left as it is: {}", refund.refund().id(), String.valueOf(ended.cause()));
            } else if (moreMayBeDue) {
                carryDue();
            }
        });
    }

    private Future<Boolean> carry(OpenRefund refund) {
        return OnCallersLoop.of(refunds.claim(refund, clock.millis() + CLAIM.toMillis()))
                .compose(claimed -> claimed ? ask(refund) : Future.succeededFuture(false));
    }

    private Future<Boolean> ask(OpenRefund refund) {
        Gateway gateway = gateways.get(refund.refund().payment().gateway());
        if (gateway == null) {
            return stick(refund, "there is no gateway of that name");
        }
        Failpoint.REFUND_CLAIMED.reached();
        return asked(gateway, order(refund)).compose(outcome -> ended(refund, outcome));
    }

    /** Whatever a gateway does, there is an outcome. */
    private static Future<RefundOutcome> asked(Gateway gateway, RefundOrder order) {
        Future<RefundOutcome> answer;
        try {
            answer = gateway.refund(order);
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        return answer.timeout(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(failure -> new RefundOutcome.Later(failure.getClass().getSimpleName()));
    }

    private static RefundOrder order(OpenRefund open) {
        RefundRow refund = open.refund();
        return new RefundOrder(
                refund.id(),
                refund.payment(),
                refund.order(),
                refund.amountMinor(),
                open.paidMinor(),
                refund.currency(),
                refund.reason());
    }

    private Future<Boolean> ended(OpenRefund refund, RefundOutcome outcome) {
        if (outcome instanceof RefundOutcome.Done) {
            Failpoint.REFUND_CARRIED_OUT.reached();
            return note(refund);
        }
        if (outcome instanceof RefundOutcome.Pending) {
            return later(refund, refund.attempts(), pace.delayMsMax(), "the gateway has not done it yet");
        }
        if (outcome instanceof RefundOutcome.Refused refused) {
            return stick(refund, refused.why());
        }
        return tryAgain(refund, ((RefundOutcome.Later) outcome).why());
    }

    /** The gateway has given the money back. Only the books can say so. */
    private Future<Boolean> note(OpenRefund refund) {
        return books.settle(refund.refund())
                .otherwise(failure -> Outcome.refused(Problem.OUTCOME_UNKNOWN, String.valueOf(failure)))
                .compose(outcome -> {
                    if (outcome instanceof Refused<String> refused) {
                        return unnoted(refund, refused);
                    }
                    Failpoint.REFUND_NOTED.reached();
                    counts.countDone();
                    LOG.info("refund {} is carried out", refund.refund().id());
                    return Future.succeededFuture(true);
                });
    }

    private Future<Boolean> unnoted(OpenRefund refund, Refused<String> refused) {
        String why = "carried out, but the books did not take note of it: "
                + refused.problem().code();
        return NOT_NOW.contains(refused.problem())
                ? later(refund, refund.attempts(), delayMs(refund.attempts() + 1), why)
                : stick(refund, why);
    }

    private Future<Boolean> tryAgain(OpenRefund refund, String why) {
        int attempts = refund.attempts() + 1;
        if (attempts >= pace.attemptsMax()) {
            return stick(refund, why);
        }
        counts.countFailure();
        LOG.info("refund {} failed and will be tried again", refund.refund().id());
        return later(refund, attempts, delayMs(attempts), why);
    }

    private Future<Boolean> later(OpenRefund refund, int attempts, long delayMs, String why) {
        return OnCallersLoop.of(refunds.later(refund, attempts, clock.millis() + delayMs, why));
    }

    private Future<Boolean> stick(OpenRefund refund, String why) {
        counts.countFailure();
        LOG.warn(
                "refund {} is stuck; GET /v1/refunds?state=stuck says why",
                refund.refund().id());
        return OnCallersLoop.of(refunds.stick(refund, refund.attempts() + 1, why));
    }

    /** Doubled with each attempt up to a bound, a half of it random. */
    private long delayMs(int attempts) {
        int doublings = Math.min(attempts - 1, Integer.SIZE - 2);
        long delayMs = Math.min((long) pace.delayMsMin() << doublings, pace.delayMsMax());
        return delayMs / 2 + random.nextLong(delayMs / 2 + 1);
    }
}

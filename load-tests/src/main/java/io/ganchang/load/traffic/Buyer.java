package io.ganchang.load.traffic;

import io.ganchang.load.journal.Act;
import io.ganchang.load.journal.Journal;
import io.ganchang.load.journal.JournalEntry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Behaves as a decent viewer's app does: asks, waits as it is told, asks again with the same key until it knows.
 *
 * <p>A refusal that may be overtaken by an earlier attempt of unknown outcome is not an answer: it asks once more when
 * that attempt can no longer execute. Confined to the event loop.
 */
public final class Buyer {
    /** How long an attempt may still execute whose connection broke: longer than the server lets any attempt live. */
    private static final long LOST_ATTEMPT_MS_MAX = 6000;

    private static final long RETRY_MS_MIN = 50;
    private static final long RETRY_MS_MAX = 400;

    private final Vertx vertx;
    private final Market market;
    private final String session;
    private final Tokens tokens;
    private final OrderBody bodies;
    private final Notes notes;
    private final RandomGenerator jitter;
    private final Door door;
    private boolean patient = true;

    /** Where a buyer notes what happens. */
    public record Notes(Journal journal, Tally tally, FirstOrder firstOrder, Clocks clocks) {}

    public Buyer(
            Vertx vertx, Market market, String session, Tokens tokens, Show show, Notes notes, RandomGenerator jitter) {
        this.vertx = vertx;
        this.market = market;
        this.session = session;
        this.tokens = tokens;
        this.bodies = new OrderBody(show.offers());
        this.notes = notes;
        this.jitter = jitter;
        this.door = new Door(vertx);
    }

    /** Takes up a wish, without asking yet. */
    Purchase want(Wish wish) {
        notes.journal()
                .write(new JournalEntry.Wanted(
                        wish.request(), wish.viewer(), wish.key(), wish.lines(), wish.recipient()));
        return new Purchase(wish);
    }

    /**
     * Places the order, or asks again what became of it.
     *
     * @param dueNanos when it was due, where its latency counts
     */
    Future<String> place(Purchase purchase, OptionalLong dueNanos) {
        return place(purchase, bodies.of(purchase.wish()), dueNanos);
    }

    /** Places the order a second time, in other words with the same meaning. */
    Future<String> repeat(Purchase purchase) {
        return place(purchase, bodies.otherwise(purchase.wish()), OptionalLong.empty());
    }

    private Future<String> place(Purchase purchase, Buffer body, OptionalLong dueNanos) {
        Wish wish = purchase.wish();
        Call call = call(wish, "/v1/sessions/" + session + "/orders", wish.key(), body);
        return run(new Errand(Act.PLACE, purchase, call, dueNanos, Promise.promise()));
    }

    /** Cancels the purchase's order. */
    Future<String> cancel(Purchase purchase) {
        Call call = call(purchase.wish(), "/v1/orders/" + purchase.order() + "/cancel", null, null);
        return ask(Act.CANCEL, purchase, call);
    }

    /** Asks where to pay for the purchase's order. */
    Future<String> pay(Purchase purchase) {
        return ask(Act.PAY, purchase, call(purchase.wish(), "/v1/orders/" + purchase.order() + "/pay", null, null));
    }

    /** Makes a call about the purchase's order until it is known what came of it. */
    Future<String> ask(Act act, Purchase purchase, Call call) {
        return run(new Errand(act, purchase, call, OptionalLong.empty(), Promise.promise()));
    }

    /** Lets nobody ask any more, for a run that has taken too long or lost its server. */
    public void losePatience() {
        patient = false;
        door.isOpen();
    }

    boolean isPatient() {
        return patient;
    }

    Door door() {
        return door;
    }

    /** Its clocks. */
    public Clocks clocks() {
        return notes.clocks();
    }

    Notes notes() {
        return notes;
    }

    private Call call(Wish wish, String path, @Nullable String key, @Nullable Buffer body) {
        return new Call(HttpMethod.POST, path, tokens.of("viewer", wish.viewer()), key, body);
    }

    private Future<String> run(Errand errand) {
        door.pass(() -> askIfPatient(errand));
        return errand.done().future();
    }

    private void ask(Errand errand) {
        Attempt attempt = new Attempt(errand, errand.purchase().nextAttempt());
        market.send(errand.call(), attempt::leave).onSuccess(attempt::comeBack);
    }

    private void askAgain(Errand errand, long afterMs) {
        vertx.setTimer(Math.max(1, afterMs), unused -> door.pass(() -> askIfPatient(errand)));
    }

    private void missed(Errand errand) {
        if (patient) {
            door.isShut(() -> askIfPatient(errand));
        } else {
            errand.done().complete(Errand.GIVEN_UP);
        }
    }

    private void askIfPatient(Errand errand) {
        if (patient) {
            ask(errand);
        } else {
            errand.done().complete(Errand.GIVEN_UP);
        }
    }

    private long retryMs() {
        return jitter.nextLong(RETRY_MS_MIN, RETRY_MS_MAX);
    }

    private long nowMs() {
        return notes.clocks().wallMs();
    }

    /** One time of asking. */
    private final class Attempt {
        private final Errand errand;
        private final int number;
        private long sentMs;
        private long sentNanos;

        Attempt(Errand errand, int number) {
            this.errand = errand;
            this.number = number;
        }

        void leave() {
            door.isOpen();
            notes.tally().left();
            sentMs = nowMs();
            sentNanos = notes.clocks().nanos();
            notes.journal().write(new JournalEntry.Sent(sentMs, errand.act(), request(), number));
        }

        void comeBack(Reply reply) {
            if (reply instanceof Reply.Unsent unsent) {
                notes.tally().add(Tally.Count.UNSENT);
                notes.journal().write(new JournalEntry.Unsent(nowMs(), errand.act(), request(), number, unsent.why()));
                missed(errand);
                return;
            }
            notes.tally().cameBack();
            if (reply instanceof Reply.Lost lost) {
                unknown(lost.why(), LOST_ATTEMPT_MS_MAX);
                askAgain(errand, retryMs());
            } else if (reply instanceof Reply.Answer answer) {
                hear(answer);
            }
        }

        private void hear(Reply.Answer answer) {
            notes.tally().add(Tally.Count.ANSWERED);
            if (answer.isOutcomeUnknown() && answer.retryAfterMs().isPresent()) {
                long waitMs = answer.retryAfterMs().getAsLong();
                unknown("outcome_unknown", waitMs);
                askAgain(errand, waitMs + retryMs());
                return;
            }
            acked(answer);
            if (answer.isLater()) {
                notes.tally().add(Tally.Count.LATER);
                askAgain(errand, answer.retryAfterMs().orElse(0) + retryMs());
            } else if (!answer.isSuccess() && sentMs < finalAtMs()) {
                askAgain(errand, finalAtMs() - nowMs() + retryMs());
            } else {
                settle(answer);
            }
        }

        private void unknown(String why, long lifeMs) {
            notes.tally().add(Tally.Count.UNKNOWN);
            long finalAtMs = nowMs() + lifeMs;
            errand.purchase().unknownUntil(errand.act(), finalAtMs);
            notes.journal().write(new JournalEntry.Unknown(nowMs(), errand.act(), request(), number, why, finalAtMs));
        }

        private void acked(Reply.Answer answer) {
            notes.journal()
                    .write(new JournalEntry.Acked(
                            nowMs(),
                            errand.act(),
                            request(),
                            number,
                            answer.status(),
                            answer.replayed(),
                            answer.text("id"),
                            answer.text("state"),
                            code(answer)));
        }

        private void settle(Reply.Answer answer) {
            long nowNanos = notes.clocks().nanos();
            errand.dueNanos().ifPresent(due -> notes.tally().latency(nowNanos - due));
            String id = answer.text("id");
            if (!answer.isSuccess() || (id == null && errand.act() != Act.PAY)) {
                String code = String.valueOf(code(answer));
                notes.tally().refused(code);
                errand.done().complete(code);
                return;
            }
            switch (errand.act()) {
                case PLACE -> placed(answer, String.valueOf(id), nowNanos);
                case CANCEL -> notes.tally().add(Tally.Count.CANCELLED);
                case PAY, REFUND_LINES, REFUND_AMOUNT -> {}
            }
            errand.done().complete(Errand.DONE);
        }

        private void placed(Reply.Answer answer, String order, long nowNanos) {
            if (errand.purchase().placed(OrderSeen.of(order, answer))) {
                notes.tally().add(Tally.Count.ACKED);
            }
            if (answer.replayed()) {
                notes.tally().add(Tally.Count.REPLAYED);
            } else {
                notes.firstOrder().placed(sentNanos, nowNanos);
            }
        }

        private long finalAtMs() {
            return errand.purchase().finalAtMs(errand.act());
        }

        private long request() {
            return errand.purchase().wish().request();
        }
    }

    /** The problem's code; where the answer forgot to say when to come back, that too, so that it is found. */
    private static @Nullable String code(Reply.Answer answer) {
        String code = answer.text("code");
        return answer.isLater() && answer.retryAfterMs().isEmpty() ? code + " without Retry-After" : code;
    }
}

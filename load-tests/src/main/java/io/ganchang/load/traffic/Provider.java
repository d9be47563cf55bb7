package io.ganchang.load.traffic;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganchang.load.journal.JournalEntry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.random.RandomGenerator;

/**
 * The company behind the sandbox gateway: takes money, and tells the server of it, again and again until the server has
 * it, as such companies do. Confined to the event loop.
 */
public final class Provider {
    private static final String PATH = "/v1/payments/sandbox/callback";
    private static final long RETRY_MS_MIN = 50;
    private static final long RETRY_MS_MAX = 400;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx;
    private final Market market;
    private final WebhookSignature signature;
    private final Buyer buyer;
    private final RandomGenerator jitter;

    /** Money that was taken for an order. */
    record Charge(String payment, String order, long amountMinor, String currency) {}

    /**
     * @param buyer with whom it shares the door and the patience
     */
    public Provider(Vertx vertx, Market market, WebhookSignature signature, Buyer buyer, RandomGenerator jitter) {
        this.vertx = vertx;
        this.market = market;
        this.signature = signature;
        this.buyer = buyer;
        this.jitter = jitter;
    }

    /** Takes the money, without telling yet. */
    void take(Charge charge) {
        notes().journal()
                .write(new JournalEntry.Charged(
                        charge.payment(), charge.order(), charge.amountMinor(), charge.currency()));
    }

    /** Tells of it under a notice id; completes when the server has it, when it refuses it, or when patience ends. */
    Future<Void> tell(Charge charge, String notice) {
        String body = JSON.createObjectNode()
                .put("order", charge.order())
                .put("status", "paid")
                .put("amountMinor", charge.amountMinor())
                .put("currency", charge.currency())
                .put("paymentId", charge.payment())
                .toString();
        Telling telling = new Telling(charge, notice, body);
        buyer.door().pass(telling::again);
        return telling.done.future();
    }

    private Buyer.Notes notes() {
        return buyer.notes();
    }

    /** One notice, however often it is sent. */
    private final class Telling {
        private final Charge charge;
        private final String notice;
        private final String body;
        private final Promise<Void> done = Promise.promise();

        Telling(Charge charge, String notice, String body) {
            this.charge = charge;
            this.notice = notice;
            this.body = body;
        }

        void again() {
            if (!buyer.isPatient()) {
                done.complete();
                return;
            }
            Call call = new Call(HttpMethod.POST, PATH, signature.headers(notice, body), Buffer.buffer(body));
            market.send(call, this::leave).onSuccess(this::comeBack);
        }

        private void leave() {
            buyer.door().isOpen();
            notes().tally().left();
            notes().tally().add(Tally.Count.NOTICES);
            notes().journal().write(new JournalEntry.Notified(notes().clocks().wallMs(), charge.payment(), notice));
        }

        private void comeBack(Reply reply) {
            if (reply instanceof Reply.Unsent) {
                notes().tally().add(Tally.Count.UNSENT);
                buyer.door().isShut(this::again);
                return;
            }
            notes().tally().cameBack();
            if (reply instanceof Reply.Answer answer) {
                hear(answer);
            } else {
                notes().tally().add(Tally.Count.UNKNOWN);
                later(0);
            }
        }

        private void hear(Reply.Answer answer) {
            notes().tally().add(Tally.Count.ANSWERED);
            notes().journal()
                    .write(new JournalEntry.NoticeAnswered(
                            notes().clocks().wallMs(), charge.payment(), notice, answer.status()));
            if (answer.isLater()) {
                notes().tally().add(Tally.Count.LATER);
                later(answer.retryAfterMs().orElse(0));
            } else {
                done.complete();
            }
        }

        private void later(long afterMs) {
            long waitMs = afterMs + jitter.nextLong(RETRY_MS_MIN, RETRY_MS_MAX);
            vertx.setTimer(waitMs, unused -> buyer.door().pass(this::again));
        }
    }
}

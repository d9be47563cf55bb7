package io.ganchang.load.traffic;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganchang.load.journal.Journal;
import io.ganchang.load.journal.JournalEntry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the host does before the buyers come: a session, its offers, everything open. */
public final class Stage {
    static final String HOST = "load-host";
    private static final int TRIES_MAX = 20;
    private static final long RETRY_MS = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Market market;
    private final String token;
    private final String path;

    public Stage(Market market, Tokens tokens, String session) {
        this.market = market;
        this.token = tokens.of("host", HOST);
        this.path = "/v1/sessions/" + session;
    }

    /**
     * Completes when every offer can be bought; fails with the first answer that is not a success.
     *
     * @param holdsPerViewer unpaid orders that a viewer may have at a time, 0 for any number
     */
    public Future<Void> open(String title, List<OfferPlan> offers, long holdsPerViewer, Journal journal) {
        return prepare(title, offers, holdsPerViewer)
                .compose(unused -> openOffers(offers, 0, journal))
                .mapEmpty();
    }

    /** Completes when the session is live and its offers are there, though not yet open. */
    public Future<Void> prepare(String title, List<OfferPlan> offers, long holdsPerViewer) {
        ObjectNode session = JSON.createObjectNode().put("title", title).put("holdsPerViewer", holdsPerViewer);
        Future<Void> done = command(HttpMethod.PUT, path, session);
        for (OfferPlan offer : offers) {
            done = done.compose(unused -> command(HttpMethod.PUT, path(offer), terms(offer)));
        }
        return done.compose(unused -> command(HttpMethod.POST, path + "/start", null));
    }

    /** Opens the offers; completes with when the last of them can be bought, epoch milliseconds, 0 for at once. */
    public Future<Long> openOffers(List<OfferPlan> offers, int countdownSeconds, Journal journal) {
        ObjectNode when = JSON.createObjectNode();
        if (countdownSeconds > 0) {
            when.put("countdownSeconds", countdownSeconds);
        }
        Future<Long> opens = Future.succeededFuture(0L);
        for (OfferPlan offer : offers) {
            opens = opens.compose(atMs -> ask(HttpMethod.POST, path(offer) + "/open", when)
                            .map(answer -> Math.max(atMs, opensAtMs(answer))))
                    .onSuccess(unused -> journal.write(new JournalEntry.Offered(
                            offer.id(),
                            offer.stock(),
                            offer.limitPerViewer(),
                            offer.priceMinor(),
                            TimeUnit.SECONDS.toMillis(offer.holdS()),
                            offer.reacquires())));
        }
        return opens;
    }

    private static long opensAtMs(Reply.Answer offer) {
        String time = offer.text("opensAt");
        return time == null ? 0 : Instant.parse(time).toEpochMilli();
    }

    private String path(OfferPlan offer) {
        return path + "/offers/" + offer.id();
    }

    private static ObjectNode terms(OfferPlan offer) {
        ObjectNode terms = JSON.createObjectNode()
                .put("title", "西州密25号 " + offer.id())
                .put("unit", "箱 5 kg")
                .put("priceMinor", offer.priceMinor())
                .put("currency", "CNY")
                .put("stock", offer.stock())
                .put("payment", offer.isPrepaid() ? "prepaid" : "none")
                .put("deliveryRequired", offer.deliveryRequired());
        if (offer.isPrepaid()) {
            terms.put("holdSeconds", offer.holdS()).put("latePayment", offer.reacquires() ? "reacquire" : "refund");
        }
        return offer.limitPerViewer() == 0 ? terms : terms.put("limitPerViewer", offer.limitPerViewer());
    }

    private Future<Void> command(HttpMethod method, String target, @Nullable ObjectNode body) {
        return ask(method, target, body).mapEmpty();
    }

    private Future<Reply.Answer> ask(HttpMethod method, String target, @Nullable ObjectNode body) {
        Buffer bytes = body == null ? null : Buffer.buffer(body.toString());
        return ask(new Call(method, target, token, null, bytes), TRIES_MAX);
    }

    /** A busy server is asked again when it says so, as long as it says that nothing was done. */
    private Future<Reply.Answer> ask(Call call, int tries) {
        return market.send(call, () -> {}).compose(reply -> {
            if (!(reply instanceof Reply.Answer answer)) {
                return failed(call, reply);
            }
            if (answer.isSuccess()) {
                return Future.succeededFuture(answer);
            }
            boolean again = answer.isLater() && !answer.isOutcomeUnknown() && tries > 1;
            return again
                    ? market.after(answer.retryAfterMs().orElse(RETRY_MS)).compose(unused -> ask(call, tries - 1))
                    : failed(call, reply);
        });
    }

    private static Future<Reply.Answer> failed(Call call, Reply reply) {
        return Future.failedFuture(call.method() + " " + call.path() + ": " + reply);
    }
}

package io.ganchang.redis;

import io.ganchang.domain.Change;
import io.ganchang.domain.CommandStamp;
import io.ganchang.domain.LatePayment;
import io.ganchang.domain.Offer;
import io.ganchang.domain.OfferTerms;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.PaymentMode;
import io.ganchang.domain.Words;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;

/** Calls {@code offer_change_1}: carries out a host's command on one offer. */
public final class ChangeOffer {
    private ChangeOffer() {}

    /** A command on one offer, with its arguments as the function takes them. */
    public record Command(String action, List<String> arguments) {

        /** Creates the offer with {@code stock} units, or changes its terms and leaves its stock. */
        public static Command put(OfferTerms terms, long stock) {
            return new Command(
                    "put",
                    List.of(
                            Long.toString(terms.priceMinor()),
                            terms.currency(),
                            Long.toString(terms.limitPerViewer()),
                            terms.payment() == PaymentMode.PREPAID ? "p" : "n",
                            Long.toString(terms.holdSeconds()),
                            terms.latePayment() == LatePayment.REFUND ? "f" : "r",
                            terms.deliveryRequired() ? "1" : "0",
                            Long.toString(stock),
                            OfferRecord.document(terms)));
        }

        /** Opens it after {@code countdownMs}, for {@code durationMs} or, with 0, until closed. */
        public static Command open(long countdownMs, long durationMs) {
            return new Command("open", List.of(Long.toString(countdownMs), Long.toString(durationMs)));
        }

        /** Adds units to its stock, or takes available ones back. */
        public static Command stock(long delta) {
            return new Command("stock", List.of(Long.toString(delta)));
        }

        public static Command price(long priceMinor) {
            return new Command("price", List.of(Long.toString(priceMinor)));
        }

        public static Command close() {
            return new Command("close", List.of());
        }

        public static Command pin() {
            return new Command("pin", List.of());
        }

        public static Command unpin() {
            return new Command("unpin", List.of());
        }
    }

    /** The offer after a command, and what the command did. */
    public record Changed(Change change, Offer offer) {}

    /** Carries out {@code command}. Does not fail on what can be expected. */
    public static Future<Outcome<Changed>> call(
            RedisLink link, Partition partition, CallHead head, CommandStamp stamp, String offer, Command command) {
        return link.call(request(partition, head, stamp, offer, command))
                .map(reply -> outcome(partition, head, offer, reply))
                .otherwise(CallFailure::outcome);
    }

    static Request request(Partition partition, CallHead head, CommandStamp stamp, String offer, Command command) {
        Keys keys = partition.keys();
        Request request = FunctionCall.to(
                "offer_change_1", keys.meta(), keys.offers(), keys.pools(), keys.commands(), keys.events());
        head.appendTo(request);
        CommandArguments.append(request, stamp, command.action());
        request.arg(offer);
        command.arguments().forEach(request::arg);
        return request;
    }

    static Outcome<Changed> outcome(Partition partition, CallHead head, String offer, Response response) {
        CallReply reply = CallReply.of(response);
        partition.learn(reply, head);
        if (!reply.isOk()) {
            return Refusals.ofCall(partition, head.knownSeq(), reply);
        }
        Change change = Words.require(Change.class, reply.text(0));
        if (change != Change.UNCHANGED) {
            partition.learnEntry(reply, head);
        }
        boolean pinned = reply.text(1).equals(offer);
        return Outcome.done(
                new Changed(change, OfferRecord.parse(offer, reply.text(2), reply.text(3), pinned, reply.nowMs())));
    }
}

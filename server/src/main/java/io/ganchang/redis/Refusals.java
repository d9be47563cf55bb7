package io.ganchang.redis;

import io.ganchang.domain.Outcome;
import io.ganchang.domain.Problem;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the refusals of functions into problems, with a sentence for the person who reads them. */
public final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private static final String PLACE = "%s";

    /** What the details of a refusal say, in their order. */
    private static final Map<Problem, String> SENTENCES = Map.ofEntries(
            Map.entry(Problem.SOLD_OUT, "Of %s %s are left."),
            Map.entry(Problem.VIEWER_LIMIT, "Of %s each viewer may have %s; you have %s."),
            Map.entry(
                    Problem.HOLD_LIMIT, "Each viewer may have %s unpaid orders; you have %s. Pay or cancel one first."),
            Map.entry(Problem.OFFER_CLOSED, "%s is not open."),
            Map.entry(Problem.PRICE_CHANGED, "%s now costs %s minor units."),
            Map.entry(Problem.SESSION_NOT_LIVE, "The session is %s."),
            Map.entry(Problem.SESSION_STATE, "The session is %s."),
            Map.entry(Problem.STOCK_UNAVAILABLE, "%s are available."),
            Map.entry(Problem.VERSION_CONFLICT, "The version now is %s."),
            Map.entry(Problem.IDEMPOTENCY_MISMATCH, "The key was used before, with another request."));

    private Refusals() {}

    /**
     * A call that was refused as a whole, by its status.
     *
     * @param knownSeq what was known of the partition when the call was sent: it may be born while a reply is on its way
     */
    static <T> Outcome<T> ofCall(Partition partition, long knownSeq, CallReply reply) {
        return switch (reply.status()) {
            case "absent" ->
                knownSeq == 0
                        ? Outcome.refused(Problem.NOT_FOUND, "There is no such session.")
                        : frozen(partition, "its data are missing from Redis");
            case "epoch" -> ofOtherEpoch(partition);
            case "rolled_back" -> ofRollBack(partition);
            case "frozen" -> ofFrozen(partition);
            case "clock" -> Outcome.refused(Problem.OVERLOADED, "The clock of the stock was set at this moment.");
            case "closed" ->
                Outcome.refused(
                        Problem.SESSION_FROZEN,
                        "Session " + partition.session() + " is being closed; the ledger answers for it in a moment.");
            case "deadline" -> Outcome.refused(Problem.OVERLOADED, "The request reached the stock too late.");
            default -> ofAnswer(reply.status(), reply.size() > 0 ? reply.text(0) : "");
        };
    }

    /** A partition behind what this server has seen of it. */
    public static <T> Outcome<T> ofRollBack(Partition partition) {
        return frozen(partition, "Redis has fallen back behind what was acknowledged");
    }

    static <T> Outcome<T> ofFrozen(Partition partition) {
        return frozen(partition, "Redis has lost some of what was acknowledged");
    }

    static <T> Outcome<T> ofOtherEpoch(Partition partition) {
        return frozen(partition, "the ledger and Redis have it in different epochs");
    }

    /** The same of {@code <code> <details>}. */
    public static <T> Outcome<T> ofText(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? ofAnswer(text, "") : ofAnswer(text.substring(0, space), text.substring(space + 1));
    }

    /** One refused order or command: {@code code} and the details behind it, divided by spaces. */
    static <T> Outcome<T> ofAnswer(String code, String details) {
        String[] detail = details.split(" ", -1);
        return switch (code) {
            case "broken" -> broken(details);
            case "foreign" ->
                Outcome.refused(
                        Problem.SESSION_FROZEN,
                        "Redis holds this session for another ledger; start with a fresh data folder.");
            default -> problem(code, detail);
        };
    }

    private static <T> Outcome<T> problem(String code, String[] detail) {
        Problem problem = Problem.ofCode(code);
        return Outcome.refused(problem, sentence(problem, detail));
    }

    private static String sentence(Problem problem, String[] detail) {
        return switch (problem) {
            case NOT_FOUND -> // an id that names nothing is whatever its sender put there, and is not repeated
                detail[0].isEmpty() ? "There is no such thing." : "There is no such offer in this session.";
            case INVALID_REQUEST -> invalid(detail);
            case ORDER_STATE -> orderState(detail);
            default -> filled(SENTENCES.getOrDefault(problem, problem.title() + "."), detail);
        };
    }

    /** The sentence with the details in their places. Losers are many, and a formatter would take most of their time. */
    private static String filled(String sentence, String[] detail) {
        StringBuilder text = new StringBuilder(sentence.length() + 32);
        int from = 0;
        int next = 0;
        for (int at = sentence.indexOf(PLACE); at >= 0; at = sentence.indexOf(PLACE, from)) {
            text.append(sentence, from, at).append(detail[next++]);
            from = at + PLACE.length();
        }
        return text.append(sentence, from, sentence.length()).toString();
    }

    private static String invalid(String[] detail) {
        return switch (detail[0]) {
            case "delivery" -> detail[1] + " needs delivery data.";
            case "currency" -> "The currency must be the same throughout.";
            case "amount" -> "The amount is more than an order can have.";
            case "stock" -> "That is more stock than an offer can have.";
            case "refund" -> "That cannot be given back.";
            case "line" -> "The order has no such line.";
            default -> "The request is not valid.";
        };
    }

    private static String orderState(String[] detail) {
        return switch (detail[0]) {
            case "unpaid" -> "Nothing was paid for the order.";
            case "left" -> "Of what was paid " + detail[1] + " minor units are left.";
            case "units" -> "So many units were not bought, or were refunded before.";
            case "refunds" -> "The payment was refunded in too many parts.";
            default -> "The order no longer stands.";
        };
    }

    private static <T> Outcome<T> frozen(Partition partition, String why) {
        return Outcome.refused(
                Problem.SESSION_FROZEN,
                "Session " + partition.session() + " is frozen: " + why
                        + ". Nothing is sold, changed or shown until it has been reconciled with the ledger.");
    }

    private static <T> Outcome<T> broken(String what) {
        LOG.error("A record in Redis is broken: {}", what);
        return Outcome.refused(Problem.OUTCOME_UNKNOWN, "A stored record cannot be read; operations has been told.");
    }
}

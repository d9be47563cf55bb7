package io.ganchang.redis;

import io.ganchang.domain.Outcome;
import io.ganchang.domain.Problem;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the refusals of functions into problems, with a sentence for the person who reads them. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private Refusals() {}

    /** A call that was refused as a whole, by its status. */
    static <T> Outcome<T> ofCall(Partition partition, CallReply reply) {
        return switch (reply.status()) {
            case "absent" ->
                partition.knownSeq() == 0
                        ? Outcome.refused(Problem.NOT_FOUND, "There is no session " + partition.session() + ".")
                        : frozen(partition, "its data are missing from Redis");
            case "epoch" -> frozen(partition, "another server has moved it on");
            case "rolled_back" -> frozen(partition, "Redis has fallen back behind what was acknowledged");
            case "frozen" -> frozen(partition, "it waits for its reconciliation");
            case "deadline" -> Outcome.refused(Problem.OVERLOADED, "The request reached the stock too late.");
            default -> ofAnswer(reply.status(), reply.size() > 0 ? reply.text(0) : "");
        };
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
        Problem problem = Problem.valueOf(code.toUpperCase(Locale.ROOT));
        return Outcome.refused(problem, sentence(problem, detail));
    }

    private static String sentence(Problem problem, String[] detail) {
        return switch (problem) {
            case SOLD_OUT -> "Of " + detail[0] + " " + detail[1] + " are left.";
            case VIEWER_LIMIT ->
                "Of " + detail[0] + " each viewer may have " + detail[1] + "; you have " + detail[2] + ".";
            case OFFER_CLOSED -> detail[0] + " is not open.";
            case PRICE_CHANGED -> detail[0] + " now costs " + detail[1] + " minor units.";
            case SESSION_NOT_LIVE, SESSION_STATE -> "The session is " + detail[0] + ".";
            case ORDER_STATE -> "The order is no longer standing.";
            case STOCK_UNAVAILABLE -> detail[0] + " are available.";
            case VERSION_CONFLICT -> "The version now is " + detail[0] + ".";
            case IDEMPOTENCY_MISMATCH -> "The key was used before, with another request.";
            case NOT_FOUND -> notFound(detail[0]);
            case INVALID_REQUEST -> invalid(detail);
            default -> problem.title() + ".";
        };
    }

    private static String notFound(String offer) {
        return offer.isEmpty() ? "There is no such thing." : "There is no offer " + offer + ".";
    }

    private static String invalid(String[] detail) {
        return switch (detail[0]) {
            case "delivery" -> detail[1] + " needs delivery data.";
            case "currency" -> "The currency must be the same throughout.";
            case "stock" -> "That is more stock than an offer can have.";
            default -> "The request is not valid.";
        };
    }

    private static <T> Outcome<T> frozen(Partition partition, String why) {
        return Outcome.refused(Problem.SESSION_FROZEN, "Session " + partition.session() + " is frozen: " + why + ".");
    }

    private static <T> Outcome<T> broken(String what) {
        LOG.error("A record in Redis is broken: {}", what);
        return Outcome.refused(Problem.OUTCOME_UNKNOWN, "A stored record cannot be read; operations has been told.");
    }
}

package io.ganchang.load.oracle;

import io.ganchang.load.journal.Act;
import io.ganchang.load.journal.JournalEntry.Acked;
import io.ganchang.load.journal.JournalEntry.NoticeAnswered;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Each answer is one that the contract names for what this run asks. */
final class AnswersKeepContract implements Promise {
    private static final Set<String> NOT_NOW = Set.of("overloaded", "session_frozen", "outcome_unknown");
    private static final Set<String> ORDER_STATE = Set.of("order_state");
    private static final Map<Act, Set<String>> REFUSALS = Map.of(
            Act.PLACE, Set.of("sold_out", "viewer_limit", "hold_limit"),
            Act.CANCEL, ORDER_STATE,
            Act.PAY, ORDER_STATE,
            Act.REFUND_LINES, ORDER_STATE,
            Act.REFUND_AMOUNT, ORDER_STATE);
    private static final int UNAVAILABLE = 503;

    @Override
    public String sentence() {
        return "every answer is one of the contract";
    }

    @Override
    public Stream<String> broken(Books books) {
        Stream<String> requests = books.buyers().dealings().stream()
                .flatMap(deal -> Stream.of(Act.values())
                        .flatMap(deal::answers)
                        .filter(answer -> !isAllowed(answer, deal, books.buyers()))
                        .map(answer -> deal + " was answered " + answer.status() + ' ' + answer.code() + " to "
                                + answer.act()));
        Stream<String> notices = books.buyers().charges().values().stream()
                .flatMap(charge -> charge.answers()
                        .filter(answer -> !isAllowed(answer))
                        .map(answer -> "notice " + answer.notice() + " was answered " + answer.status()));
        return Stream.concat(requests, notices);
    }

    private static boolean isAllowed(Acked answer, Dealings deal, BuyersBook buyers) {
        String code = String.valueOf(answer.code());
        return switch (answer.status()) {
            case 201 -> answer.succeeds() && !answer.replayed() && isNew(answer, deal, buyers);
            case 200 -> answer.succeeds() && isRepeat(answer);
            case 409 -> REFUSALS.getOrDefault(answer.act(), Set.of()).contains(code);
            case 429 -> code.equals("rate_limited");
            case UNAVAILABLE -> NOT_NOW.contains(code);
            default -> false;
        };
    }

    private static boolean isNew(Acked answer, Dealings deal, BuyersBook buyers) {
        return switch (answer.act()) {
            case PLACE -> {
                boolean prepaid = deal.holdMs(buyers.offers()).isPresent();
                yield (prepaid ? "held" : "confirmed").equals(answer.state());
            }
            case REFUND_LINES, REFUND_AMOUNT -> true;
            case CANCEL, PAY -> false;
        };
    }

    private static boolean isRepeat(Acked answer) {
        return switch (answer.act()) {
            case PLACE, REFUND_LINES, REFUND_AMOUNT -> answer.replayed();
            case CANCEL -> "cancelled".equals(answer.state());
            case PAY -> true;
        };
    }

    private static boolean isAllowed(NoticeAnswered answer) {
        return answer.recorded() || answer.status() == UNAVAILABLE;
    }
}

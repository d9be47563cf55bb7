package io.ganchang.load.oracle;

import io.ganchang.load.journal.Act;
import io.ganchang.load.journal.JournalEntry.Acked;
import java.util.Set;
import java.util.stream.Stream;

/** Each answer is one that the contract names for what this run asks. */
final class AnswersKeepContract implements Promise {
    private static final Set<String> REFUSALS = Set.of("sold_out", "viewer_limit");
    private static final Set<String> NOT_NOW = Set.of("overloaded", "session_frozen", "outcome_unknown");

    @Override
    public String sentence() {
        return "every answer is one of the contract";
    }

    @Override
    public Stream<String> broken(Books books) {
        return books.buyers().dealings().stream()
                .flatMap(deal -> Stream.of(Act.values())
                        .flatMap(deal::answers)
                        .filter(answer -> !isAllowed(answer))
                        .map(answer -> deal + " was answered " + answer.status() + ' ' + answer.code() + " to "
                                + answer.act()));
    }

    private static boolean isAllowed(Acked answer) {
        String code = String.valueOf(answer.code());
        boolean placing = answer.act() == Act.PLACE;
        return switch (answer.status()) {
            case 201 -> placing && answer.carriesOrder() && !answer.replayed();
            case 200 -> answer.carriesOrder() && (placing ? answer.replayed() : isCancelled(answer));
            case 409 -> placing && REFUSALS.contains(code);
            case 429 -> code.equals("rate_limited");
            case 503 -> NOT_NOW.contains(code);
            default -> false;
        };
    }

    private static boolean isCancelled(Acked answer) {
        return "cancelled".equals(answer.state());
    }
}

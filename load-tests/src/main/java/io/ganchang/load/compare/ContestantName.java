package io.ganchang.load.compare;

import io.ganchang.load.baseline.Aof;
import io.ganchang.load.compare.Contestant.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads systems from the command line: {@code KIND[:OPTION,...]}. */
final class ContestantName {
    private static final int POOL_MAX = 1_024;
    private static final int LOOPS_MAX = 64;
    private static final Map<Kind, Set<String>> OPTIONS = Map.of(
            Kind.GANCHANG, Set.of("aof", "sold-out", "ledger", "loops"),
            Kind.USUAL, Set.of("aof", "sold-out", "pool", "loops"),
            Kind.BARE, Set.of("loops"),
            Kind.ECHO_FSYNC, Set.of("loops"));

    private ContestantName() {}

    /** @throws IllegalArgumentException with what is wrong and what would be right */
    static Contestant parse(String name) {
        String[] kindAndOptions = name.split(":", 2);
        Contestant contestant = Contestant.plain(name, kind(kindAndOptions[0]));
        if (kindAndOptions.length > 1) {
            for (String option : kindAndOptions[1].split(",", -1)) {
                contestant = with(contestant, option);
            }
        }
        return contestant;
    }

    private static Kind kind(String word) {
        return Arrays.stream(Kind.values())
                .filter(kind -> word(kind).equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no system " + word + "; there are " + kinds()));
    }

    private static Contestant with(Contestant contestant, String option) {
        String[] nameAndValue = option.split("=", 2);
        Set<String> possible = OPTIONS.getOrDefault(contestant.kind(), Set.of());
        if (!possible.contains(nameAndValue[0])) {
            throw new IllegalArgumentException(word(contestant.kind()) + " has no option " + nameAndValue[0]
                    + "; it has " + possible.stream().sorted().collect(Collectors.joining(", ")));
        }
        String value = nameAndValue.length > 1 ? nameAndValue[1] : "";
        return switch (nameAndValue[0]) {
            case "aof" -> contestant.withAof(aof(value));
            case "pool" -> contestant.withPool(number("pool", value, POOL_MAX));
            case "loops" -> contestant.withEventLoops(number("loops", value, LOOPS_MAX));
            case "ledger" -> ledger(contestant, value);
            default -> soldOut(contestant, value);
        };
    }

    private static Aof aof(String value) {
        return Stream.of(Aof.values())
                .filter(aof -> aof.word().equals(value))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("aof is always, everysec or off, not " + quoted(value)));
    }

    private static Contestant ledger(Contestant contestant, String value) {
        if (!value.equals("held")) {
            throw new IllegalArgumentException("ledger can be held, not " + quoted(value));
        }
        return contestant.withLedgerHeld();
    }

    private static Contestant soldOut(Contestant contestant, String value) {
        if (!value.isEmpty()) {
            throw new IllegalArgumentException("sold-out takes no value");
        }
        return contestant.withSoldOut();
    }

    private static int number(String option, String value, int max) {
        if (!value.matches("[1-9][0-9]{0,3}") || Integer.parseInt(value) > max) {
            throw new IllegalArgumentException(option + " is a number from 1 to " + max + ", not " + quoted(value));
        }
        return Integer.parseInt(value);
    }

    private static String kinds() {
        return Stream.of(Kind.values()).map(ContestantName::word).collect(Collectors.joining(", "));
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String quoted(String value) {
        return value.isEmpty() ? "nothing" : '"' + value + '"';
    }
}

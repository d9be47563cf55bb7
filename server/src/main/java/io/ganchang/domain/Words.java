package io.ganchang.domain;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How values of enums are spelled outside the code, in bodies, records and rows: their names in lower case. */
public final class Words {
    private Words() {}

    public static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** The value that {@code word} spells, or empty where it spells none. */
    public static <E extends Enum<E>> Optional<E> find(Class<E> type, String word) {
        return Stream.of(type.getEnumConstants())
                .filter(value -> of(value).equals(word))
                .findFirst();
    }

    /**
     * The value that {@code word} spells in a record of ours.
     *
     * @throws IllegalArgumentException where it spells none
     */
    public static <E extends Enum<E>> E require(Class<E> type, String word) {
        return find(type, word).orElseThrow(() -> new IllegalArgumentException("not a " + type.getSimpleName()));
    }
}

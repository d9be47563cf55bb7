package io.ganchang.http;

import io.ganchang.domain.Words;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What free text must look like: bounded, of whole characters, without control characters. */
final class Texts {
    private Texts() {}

    /** What is wrong with {@code text}, or an empty text where nothing is. */
    static String problemWith(String text, int lengthMax) {
        if (text.isBlank()) {
            return "must not be blank";
        }
        if (text.length() > lengthMax) {
            return "must have at most " + lengthMax + " characters";
        }
        return isClean(text) ? "" : "must not have control characters or half characters";
    }

    private static boolean isClean(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (!isClean(c)) {
                return false;
            }
            i += Character.charCount(c);
        }
        return true;
    }

    private static boolean isClean(int c) {
        boolean isHalf = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return !isHalf && !Character.isISOControl(c) && c != 0x2028 && c != 0x2029;
    }

    /** What to say where a word should be one of an enum's. */
    static String oneOf(Class<? extends Enum<?>> type) {
        return Stream.of(type.getEnumConstants())
                .map(Words::of)
                .collect(Collectors.joining(", ", "must be one of ", ""));
    }
}

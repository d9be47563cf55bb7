package io.ganchang.http;

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
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c)
                        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                        || c == 0x2028
                        || c == 0x2029);
    }
}

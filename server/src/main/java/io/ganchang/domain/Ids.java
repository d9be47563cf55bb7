package io.ganchang.domain;

/** The character sets of identifiers. Nothing outside them ever reaches a key, a file name or a log line. */
public final class Ids {
    /** Most characters of an id. */
    public static final int LENGTH_MAX = 64;

    /** Ids of guests begin with this; nobody else's may. */
    public static final String GUEST_PREFIX = "g-";

    private Ids() {}

    /** Whether {@code text} matches {@code [A-Za-z0-9_-]{1,64}}. */
    public static boolean isId(String text) {
        return isId(text, LENGTH_MAX);
    }

    static boolean isId(String text, int lengthMax) {
        int length = text.length();
        if (length == 0 || length > lengthMax) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!isIdCharacter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code text} may be an {@code Idempotency-Key}: {@code [\x21-\x7e]{1,64}}. */
    public static boolean isIdempotencyKey(String text) {
        int length = text.length();
        if (length == 0 || length > LENGTH_MAX) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) < 0x21 || text.charAt(i) > 0x7e) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIdCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }
}

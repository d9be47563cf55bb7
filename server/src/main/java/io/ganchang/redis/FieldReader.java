package io.ganchang.redis;

/** Walks over the space-divided fields of a record, first to last. */
final class FieldReader {
    private final String record;
    private int position;

    /**
     * @param fieldsMin how many fields the record must have
     * @throws IllegalArgumentException where it has fewer
     */
    FieldReader(String record, int fieldsMin) {
        if (spaces(record) < fieldsMin - 1) {
            throw new IllegalArgumentException("a record of fewer than " + fieldsMin + " fields");
        }
        this.record = record;
    }

    private static int spaces(String record) {
        int spaces = 0;
        for (int at = record.indexOf(' '); at >= 0; at = record.indexOf(' ', at + 1)) {
            spaces++;
        }
        return spaces;
    }

    String next() {
        int space = record.indexOf(' ', position);
        int end = space < 0 ? record.length() : space;
        String field = record.substring(position, end);
        position = end + 1;
        return field;
    }

    /** Whether there are further fields: what later versions have appended. */
    boolean hasNext() {
        return position < record.length();
    }

    long nextLong() {
        return parseLong(next());
    }

    /** All that follows, spaces included: a document at the end of a record. */
    String rest() {
        return record.substring(Math.min(position, record.length()));
    }

    /** A plain decimal, as the function library writes them. */
    static long parseLong(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a number in a record", e);
        }
    }
}

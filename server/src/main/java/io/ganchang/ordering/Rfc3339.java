package io.ganchang.ordering;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Times in UTC with milliseconds, such as {@code 2026-09-19T12:00:00.000Z} (RFC 3339). Digits are put in place one by one:
 * each order and each event has several times, and the JDK's formatter takes some ten times as long.
 */
final class Rfc3339 {
    private static final long DAY_MS = TimeUnit.DAYS.toMillis(1);
    private static final int YEAR_MAX = 9999;
    private static final byte[] PATTERN = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
    private static final DateTimeFormatter FAR = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Rfc3339() {}

    static String of(long epochMs) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochMs, DAY_MS));
        if (date.getYear() < 0 || date.getYear() > YEAR_MAX) {
            return FAR.format(Instant.ofEpochMilli(epochMs));
        }
        int ofDayMs = (int) Math.floorMod(epochMs, DAY_MS);
        byte[] text = PATTERN.clone();
        put(text, 3, date.getYear());
        put(text, 6, date.getMonthValue());
        put(text, 9, date.getDayOfMonth());
        put(text, 12, ofDayMs / 3_600_000);
        put(text, 15, ofDayMs / 60_000 % 60);
        put(text, 18, ofDayMs / 1000 % 60);
        put(text, 22, ofDayMs % 1000);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Writes {@code number}, whose last digit stands at {@code last}, over the zeros of the pattern. */
    private static void put(byte[] text, int last, int number) {
        int place = last;
        for (int rest = number; rest > 0; rest /= 10) {
            text[place] = (byte) ('0' + rest % 10);
            place--;
        }
    }
}

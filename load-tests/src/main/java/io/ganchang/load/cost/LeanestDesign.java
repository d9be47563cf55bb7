package io.ganchang.load.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The yardstick of {@code order_place_1}: the leanest function that keeps the same content, called alike. It writes the same
 * records, counters, pools and stream entry with its deliveries, by one HMGET, HSET and XADD per key and batch; it looks
 * up repeats and keeps stock and limits, within a batch too. It leaves out:
 *
 * <ul>
 *   <li>the call head: epoch, roll-back, frozen or closed partition, clock, deadline;
 *   <li>partition time (an offset, never back), the state of the session;
 *   <li>holds, their expiry, and how many a viewer may have;
 *   <li>whether an offer is open, the expected price, one currency, delivery that is needed, an amount's bound;
 *   <li>orders of several lines, offers without a limit or that are not there;
 *   <li>every check of what arguments and records look like, so a broken one does harm;
 *   <li>whether a repeat is the same request.
 * </ul>
 */
final class LeanestDesign {
    static final String FUNCTION = "leanest_1";

    private static final String RESOURCE = "/leanest.lua";

    private LeanestDesign() {}

    /** What {@code FUNCTION LOAD} takes. */
    static String source() {
        try (InputStream in = LeanestDesign.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

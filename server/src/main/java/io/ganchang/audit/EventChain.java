package io.ganchang.audit;

import io.ganchang.domain.Event;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * SHA-256 over events, each with the value before it, so that one value stands for all of them and their order. Delivery
 * data are left out: they may be erased.
 */
final class EventChain {
    private static final HexFormat HEX = HexFormat.of();
    private static final int BYTES = 32;

    private final MessageDigest sha256 = Digests.sha256();
    private byte[] value = new byte[BYTES];

    void add(Event event) {
        sha256.update(value);
        update(event.id().toString());
        update(Long.toString(event.atMs()));
        update(event.type());
        update(event.actor());
        update(event.deltas());
        update(event.subject());
        update(event.body());
        String attachment = event.attachment();
        if (attachment != null && !event.isOfOrder()) {
            update(attachment);
        }
        value = sha256.digest();
    }

    private void update(String part) {
        sha256.update(part.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) '\n');
    }

    String hex() {
        return HEX.formatHex(value);
    }

    /** @throws IllegalArgumentException where it is not a value of a chain */
    void resume(String hex) {
        byte[] earlier = HEX.parseHex(hex);
        if (earlier.length != BYTES) {
            throw new IllegalArgumentException("not a SHA-256");
        }
        value = earlier;
    }
}

package io.ganchang.ordering;

import io.ganchang.domain.Caller;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.RequestedLine;
import io.ganchang.domain.SessionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Derives ids and fingerprints from requests, by HMAC-SHA256 over length-prefixed parts ({@code docs/formats.md}). Not
 * for use by several threads: each event loop has its own.
 */
public final class RequestHasher {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int ID_BYTES = 16;
    private static final int FINGERPRINT_BYTES = 12;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final OrderKeys keys;
    private final Map<String, Mac> macs = new HashMap<>();

    public RequestHasher(OrderKeys keys) {
        this.keys = keys;
    }

    /** Whether this server has the key of that id. */
    public boolean knows(String keyId) {
        return keys.find(keyId).isPresent();
    }

    OrderId orderId(String keyId, OrderRequest request) {
        Caller caller = request.caller();
        byte[] digest = digest(
                keyId,
                "order",
                request.session().value(),
                caller.issuer(),
                caller.subject(),
                request.onBehalfOf() == null ? "" : request.onBehalfOf(),
                request.idempotencyKey());
        return new OrderId(request.session(), text(digest, ID_BYTES));
    }

    /** What tells this request to buy from another one under the same key; the expected price is not part of it. */
    String fingerprint(String keyId, OrderRequest request, @Nullable String delivery) {
        List<RequestedLine> lines = request.lines();
        String[] parts = new String[3 + 2 * lines.size()];
        parts[0] = "fingerprint";
        parts[1] = request.caller().channel();
        parts[2] = delivery == null ? "" : delivery;
        int next = 3;
        for (RequestedLine line : sorted(lines)) {
            parts[next++] = line.offer();
            parts[next++] = Long.toString(line.quantity());
        }
        return text(digest(keyId, parts), FINGERPRINT_BYTES);
    }

    /** Id of a host's command, derived from its idempotency key. */
    public String commandId(String keyId, SessionId session, Caller caller, String idempotencyKey) {
        return text(
                digest(keyId, "command", session.value(), caller.issuer(), caller.subject(), idempotencyKey), ID_BYTES);
    }

    /** Fingerprint of a host's command: its name, what it is about and its arguments. */
    public String commandFingerprint(String keyId, List<String> command) {
        String[] parts = new String[command.size() + 1];
        parts[0] = "fingerprint";
        for (int i = 0; i < command.size(); i++) {
            parts[i + 1] = command.get(i);
        }
        return text(digest(keyId, parts), FINGERPRINT_BYTES);
    }

    /** Id of a gateway's notice as a command, derived from the id that the gateway gave it. */
    String noticeId(String keyId, String gateway, String noticeId) {
        return text(digest(keyId, "notice", gateway, noticeId), ID_BYTES);
    }

    private static List<RequestedLine> sorted(List<RequestedLine> lines) {
        return lines.size() == 1
                ? lines
                : lines.stream()
                        .sorted(Comparator.comparing(RequestedLine::offer))
                        .toList();
    }

    private byte[] digest(String keyId, String... parts) {
        Mac mac = macs.computeIfAbsent(keyId, this::mac);
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            mac.update(bytes);
        }
        return mac.doFinal();
    }

    private Mac mac(String keyId) {
        Optional<byte[]> key = keys.find(keyId);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.orElseThrow(), ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private static String text(byte[] digest, int bytes) {
        return BASE64.encodeToString(Arrays.copyOf(digest, bytes));
    }
}

package io.ganchang.payment;

import io.ganchang.domain.Ids;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Signs webhooks, and checks signatures, as <a href="https://www.standardwebhooks.com">Standard Webhooks</a> has it:
 * HMAC-SHA256 over id, time and raw body, within five minutes. Thread-safe.
 *
 * <p>Ids that are checked have no dot, so that no other division of the signed text has the same signature.
 */
public final class StandardWebhooks {
    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";

    private static final String VERSION = "v1,";
    private static final long TOLERANCE_SECONDS = Duration.ofMinutes(5).toSeconds();
    private static final String SECONDS = "[0-9]{1,12}";
    private static final int SIGNATURES_LENGTH_MAX = 1_024;
    private static final int SIGNATURES_MAX = 8;

    private final List<WebhookSecret> secrets;
    private final InstantSource clock;

    /** @param secrets the first signs; a signature by any of them holds */
    public StandardWebhooks(List<WebhookSecret> secrets, InstantSource clock) {
        this.secrets = List.copyOf(secrets);
        this.clock = clock;
    }

    /** The headers that sign {@code body} now. */
    public Map<String, String> sign(String id, Buffer body) {
        String seconds = Long.toString(nowSeconds());
        return Map.of(ID, id, TIMESTAMP, seconds, SIGNATURE, signature(secrets.get(0), id, seconds, body));
    }

    /** What is wrong with the signature of {@code request}, or an empty text where it holds. */
    public String problemWith(CallbackRequest request) {
        String id = request.header().apply(ID).orElse("");
        String seconds = request.header().apply(TIMESTAMP).orElse("");
        String signatures = request.header().apply(SIGNATURE).orElse("");
        if (!Ids.isId(id) || !seconds.matches(SECONDS) || signatures.isEmpty()) {
            return "Send " + ID + ", " + TIMESTAMP + " and " + SIGNATURE + " once each, as Standard Webhooks has them.";
        }
        if (Math.abs(nowSeconds() - Long.parseLong(seconds)) > TOLERANCE_SECONDS) {
            return TIMESTAMP + " is more than " + TOLERANCE_SECONDS + " seconds off.";
        }
        return holds(signatures, id, seconds, request.body()) ? "" : "No signature in " + SIGNATURE + " holds.";
    }

    private long nowSeconds() {
        return clock.instant().getEpochSecond();
    }

    private boolean holds(String signatures, String id, String seconds, Buffer body) {
        if (signatures.length() > SIGNATURES_LENGTH_MAX) {
            return false;
        }
        String[] candidates = signatures.split(" ", SIGNATURES_MAX + 1);
        return candidates.length <= SIGNATURES_MAX
                && secrets.stream().anyMatch(secret -> isAmong(candidates, signature(secret, id, seconds, body)));
    }

    /** Signatures of other versions equal none. */
    private static boolean isAmong(String[] candidates, String signature) {
        byte[] expected = signature.getBytes(StandardCharsets.UTF_8);
        boolean found = false;
        for (String candidate : candidates) {
            found |= MessageDigest.isEqual(expected, candidate.getBytes(StandardCharsets.UTF_8));
        }
        return found;
    }

    private static String signature(WebhookSecret secret, String id, String seconds, Buffer body) {
        byte[] head = (id + '.' + seconds + '.').getBytes(StandardCharsets.UTF_8);
        return VERSION + Base64.getEncoder().encodeToString(secret.mac(head, body.getBytes()));
    }
}

package io.ganchang.payment;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A webhook of a test, signed or not, and what is made of it. */
public record WebhookForTest(Map<String, String> headers, String body) {

    /** One signed now by {@code secret}. */
    public static WebhookForTest signed(String secret, String id, String body) {
        return signed(secret, id, body, Instant.now().getEpochSecond());
    }

    public static WebhookForTest signed(String secret, String id, String body, long seconds) {
        StandardWebhooks webhooks = new StandardWebhooks(List.of(secret(secret)), at(seconds));
        return new WebhookForTest(webhooks.sign(id, Buffer.buffer(body)), body);
    }

    public static WebhookSecret secret(String text) {
        return WebhookSecret.parse(text).orElseThrow();
    }

    public static InstantSource at(long seconds) {
        return InstantSource.fixed(Instant.ofEpochSecond(seconds));
    }

    public WebhookForTest with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new WebhookForTest(more, body);
    }

    public WebhookForTest without(String header) {
        Map<String, String> fewer = new TreeMap<>(headers);
        fewer.remove(header);
        return new WebhookForTest(fewer, body);
    }

    public WebhookForTest saying(String other) {
        return new WebhookForTest(headers, other);
    }

    /** As a gateway gets it. */
    public CallbackRequest request() {
        return new CallbackRequest(name -> Optional.ofNullable(headers.get(name)), Buffer.buffer(body));
    }
}

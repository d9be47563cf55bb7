package io.ganchang.payment.sandbox;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganchang.domain.OrderId;
import io.ganchang.payment.WebhookSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Writes tickets as text that a browser can carry and nobody can alter. They outlive the hold by a day, because paying late
 * is one of the things to be tried in a sandbox. Thread-safe.
 */
final class SandboxTickets {
    private static final long AFTER_HOLD_MS_MAX = Duration.ofDays(1).toMillis();

    /** Keeps what is signed here apart from callbacks, which are signed with the same secret. */
    private static final byte[] PURPOSE = "sandbox ticket:".getBytes(StandardCharsets.US_ASCII);

    private static final int LENGTH_MAX = 1_800;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final List<WebhookSecret> secrets;
    private final InstantSource clock;

    /** @param secrets the first signs; a signature by any of them holds */
    SandboxTickets(List<WebhookSecret> secrets, InstantSource clock) {
        this.secrets = List.copyOf(secrets);
        this.clock = clock;
    }

    String write(SandboxTicket ticket) {
        ObjectNode json = JSON.createObjectNode()
                .put("order", ticket.order().toString())
                .put("amount", ticket.amountMinor())
                .put("currency", ticket.currency())
                .put("text", ticket.description())
                .put("until", ticket.payableUntilMs())
                .put("back", ticket.returnTo());
        String statement = ENCODER.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
        return statement + '.' + signature(secrets.get(0), statement);
    }

    /** The ticket that {@code text} is, or empty where it is none of ours or too old. */
    Optional<SandboxTicket> read(String text) {
        int dot = text.indexOf('.');
        if (dot < 0 || text.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        String statement = text.substring(0, dot);
        byte[] found = text.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
        boolean holds = secrets.stream()
                .map(secret -> signature(secret, statement).getBytes(StandardCharsets.UTF_8))
                .anyMatch(expected -> MessageDigest.isEqual(expected, found));
        return holds ? parse(statement).filter(this::isFresh) : Optional.empty();
    }

    private boolean isFresh(SandboxTicket ticket) {
        return clock.millis() - ticket.payableUntilMs() <= AFTER_HOLD_MS_MAX;
    }

    private static Optional<SandboxTicket> parse(String statement) {
        try {
            JsonNode json = JSON.readTree(Base64.getUrlDecoder().decode(statement));
            return OrderId.parse(json.path("order").asText())
                    .map(order -> new SandboxTicket(
                            order,
                            json.path("amount").asLong(),
                            json.path("currency").asText(),
                            json.path("text").asText(),
                            json.path("until").asLong(),
                            json.path("back").asText()));
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
    }

    private static String signature(WebhookSecret secret, String statement) {
        return ENCODER.encodeToString(secret.mac(PURPOSE, statement.getBytes(StandardCharsets.UTF_8)));
    }
}

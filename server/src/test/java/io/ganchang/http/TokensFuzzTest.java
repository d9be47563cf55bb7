package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ganchang.app.TokenForger;
import io.ganchang.domain.Caller;
import io.ganchang.domain.Ids;
import io.ganchang.domain.Role;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;

/** Any header at all proves nobody without a good signature, and with one only whom the claims fully describe. */
class TokensFuzzTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final byte[] KEY = "a key of thirty-two bytes ------".getBytes(StandardCharsets.US_ASCII);
    private static final Instant NOW = Instant.parse("2026-09-19T12:00:00Z");
    private static final Tokens TOKENS = new Tokens(VERTX, KEY, () -> NOW);
    private static final TokenForger FORGER = new TokenForger(KEY);
    private static final String GOOD = "{\"iss\":\"ganchang\",\"sub\":\"ayi\",\"role\":\"viewer\",\"exp\":4102444800}";

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    /** The bytes as a whole header; nobody fuzzes a key. */
    @FuzzTest(maxDuration = "0s")
    void aHeaderOfAnyBytesProvesNobody(byte[] header) {
        assertThat(TOKENS.verify(new String(header, StandardCharsets.UTF_8))).isEmpty();
    }

    /** The bytes as the end of a good token, whose signature they then spoil, and as header of one. */
    @FuzzTest(maxDuration = "0s")
    void aGoodTokenWithOtherBytesInItProvesNobody(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String good = FORGER.sign(GOOD);
        if (!text.trim().isEmpty()) { // what is around a header's value is no part of it
            assertThat(TOKENS.verify("Bearer " + good + text)).isEmpty();
            assertThat(TOKENS.verify("Bearer " + good.replaceFirst("\\.", "." + "A".repeat(bytes.length))))
                    .isEmpty();
        }
        String claims = good.substring(good.indexOf('.'));
        if (!good.equals(text.trim() + claims)) {
            assertThat(TOKENS.verify("Bearer " + text + claims)).isEmpty();
        }
    }

    /** The bytes as claims that somebody with the key has signed. */
    @FuzzTest(maxDuration = "0s")
    void signedClaimsProveAWholeCallerOrNobody(byte[] claims) {
        Optional<Caller> caller = TOKENS.verify("Bearer " + FORGER.sign(new String(claims, StandardCharsets.UTF_8)));
        caller.ifPresent(known -> {
            assertThat(Ids.isId(known.subject())).isTrue();
            assertThat(Ids.isId(known.channel())).isTrue();
            assertThat(known.issuer()).isEqualTo(Tokens.ISSUER);
            assertThat(known.role()).isIn((Object[]) Role.values());
        });
    }
}

package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.app.TokenForger;
import io.ganchang.domain.Caller;
import io.ganchang.domain.Role;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final byte[] KEY = key(7);

    private Instant now = Instant.now();
    private final Tokens tokens = new Tokens(VERTX, KEY, () -> now);

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    private static byte[] key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    @Test
    void aTokenProvesWhoItWasIssuedTo() {
        String token = tokens.issue("ayi", Role.VIEWER, null, 60).token();
        assertThat(tokens.verify("Bearer " + token)).hasValue(new Caller("ganchang", "ayi", Role.VIEWER, "live"));
        String partner = tokens.issue("mall", Role.PARTNER, "store", 60).token();
        assertThat(tokens.verify("Bearer " + partner)).hasValue(new Caller("ganchang", "mall", Role.PARTNER, "store"));
    }

    @Test
    void aTokenSignedByAnyoneWithTheKeyIsGood() {
        assertThat(tokens.verify("Bearer " + new TokenForger(KEY).token(Role.HOST, "li")))
                .hasValue(new Caller("ganchang", "li", Role.HOST, "live"));
    }

    @Test
    void aTokenKnownFromBeforeStillExpires() {
        Tokens.Issued issued = tokens.issue("ayi", Role.VIEWER, null, 60);
        assertThat(tokens.verify("Bearer " + issued.token())).isPresent();
        now = Instant.ofEpochSecond(issued.expiresAtSeconds()).minusMillis(1);
        assertThat(tokens.verify("Bearer " + issued.token())).isPresent();
        now = Instant.ofEpochSecond(issued.expiresAtSeconds());
        assertThat(tokens.verify("Bearer " + issued.token())).isEmpty();
    }

    @Test
    void nobodyIsProvedByNothing() {
        assertThat(tokens.verify(null)).isEmpty();
        assertThat(tokens.verify("")).isEmpty();
        assertThat(tokens.verify("Bearer ")).isEmpty();
    }

    @Test
    void aVerifierThatWorksPassesItsOwnProof() {
        tokens.proveRefusals(VERTX);
        new Tokens(VERTX, KEY, InstantSource.system()).proveRefusals(VERTX);
    }

    /** The forger of the proof signs with zeros: to a verifier with that key, what is forged looks good. */
    @Test
    void aVerifierThatTakesForgedTokensFailsItsProof() {
        Tokens gullible = new Tokens(VERTX, key(0), InstantSource.system());
        assertThatThrownBy(() -> gullible.proveRefusals(VERTX))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a forged one passes");
    }

    @Test
    void aVerifierThatRefusesGoodTokensFailsItsProof() {
        Tokens late = new Tokens(VERTX, KEY, () -> now.minus(Duration.ofDays(400)));
        assertThatThrownBy(() -> late.proveRefusals(VERTX))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a good token is refused");
    }
}

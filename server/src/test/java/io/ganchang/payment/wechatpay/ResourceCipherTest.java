package io.ganchang.payment.wechatpay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Resources are opened with the key, nonce and associated data that closed them, and with no others. */
class ResourceCipherTest {

    /** Key, nonce, associated data and what becomes of {@code message} as the tests of WeChat Pay's own Java library have. */
    private static final String KEY = "a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb";

    private static final String NONCE = "uluk4a9R25RW";
    private static final String ASSOCIATED_DATA = "associatedData";
    private static final String CLOSED = "ulwSiIajGClcvcOYvOQ7+l+0PAbzzwI=";

    private final ResourceCipher cipher = ResourceCipher.of(KEY).orElseThrow();

    @Test
    void thePublishedExampleIsOpened() {
        assertThat(cipher.open(ASSOCIATED_DATA, NONCE, CLOSED))
                .hasValueSatisfying(bytes ->
                        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("message"));
    }

    @Test
    void anythingElseStaysClosed() {
        assertThat(cipher.open("associateddata", NONCE, CLOSED)).isEmpty();
        assertThat(cipher.open("", NONCE, CLOSED)).isEmpty();
        assertThat(cipher.open(ASSOCIATED_DATA, "uluk4a9R25Rw", CLOSED)).isEmpty();
        assertThat(cipher.open(ASSOCIATED_DATA, "", CLOSED)).isEmpty();
        assertThat(cipher.open(ASSOCIATED_DATA, "密密密密", CLOSED)).isEmpty();
        assertThat(cipher.open(ASSOCIATED_DATA, NONCE, "vlwSiIajGClcvcOYvOQ7+l+0PAbzzwI="))
                .isEmpty();
        assertThat(cipher.open(ASSOCIATED_DATA, NONCE, "")).isEmpty();
        assertThat(cipher.open(ASSOCIATED_DATA, NONCE, "not base64!")).isEmpty();
        ResourceCipher other = ResourceCipher.of(KEY.replace('a', 'b')).orElseThrow();
        assertThat(other.open(ASSOCIATED_DATA, NONCE, CLOSED)).isEmpty();
    }

    @Test
    void aKeyHas32Characters() {
        assertThat(ResourceCipher.of(KEY.substring(1))).isEmpty();
        assertThat(ResourceCipher.of(KEY + "x")).isEmpty();
        assertThat(ResourceCipher.of("密".repeat(32))).isEmpty();
        assertThat(ResourceCipher.of("")).isEmpty();
    }
}

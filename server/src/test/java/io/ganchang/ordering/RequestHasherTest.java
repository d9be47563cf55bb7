package io.ganchang.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.Caller;
import io.ganchang.domain.RequestedLine;
import io.ganchang.domain.Role;
import io.ganchang.domain.SessionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ids and fingerprints differ where requests differ, and only there. */
class RequestHasherTest {
    private static final String KEY_1 = "A".repeat(43);
    private static final String KEY_2 = "B".repeat(42) + "A";
    private static final RequestedLine MELONS = line("melon", 2);
    private static final RequestedLine PEARS = line("pear", 1);

    @TempDir
    Path folder;

    private RequestHasher hasher;

    @BeforeEach
    void loadKeys() throws IOException {
        Path file = folder.resolve("keys");
        Files.writeString(file, "k1 " + KEY_1 + "\nk2 " + KEY_2 + '\n');
        hasher = new RequestHasher(OrderKeys.load(file));
    }

    private static RequestedLine line(String offer, long quantity) {
        return new RequestedLine(offer, quantity, OptionalLong.empty());
    }

    private static OrderRequest request(
            String session, String issuer, String subject, @Nullable String onBehalfOf, String key) {
        return new OrderRequest(
                new SessionId(session),
                new Caller(issuer, subject, Role.VIEWER, "live"),
                key,
                onBehalfOf,
                List.of(MELONS),
                null);
    }

    private static OrderRequest buying(String channel, RequestedLine... lines) {
        return new OrderRequest(
                new SessionId("s"), new Caller("i", "li", Role.VIEWER, channel), "key", null, List.of(lines), null);
    }

    @Test
    void anIdIsTheMacOfItsLengthPrefixedParts() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getUrlDecoder().decode(KEY_1), "HmacSHA256"));
        for (String part : List.of("order", "s", "i", "李", "", "key")) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            mac.update(new byte[] {0, 0, 0, (byte) bytes.length});
            mac.update(bytes);
        }
        String expected = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac.doFinal())
                .substring(0, 21);

        assertThat(hasher.orderId("k1", request("s", "i", "李", null, "key")).suffix())
                .hasSize(22)
                .startsWith(expected);
    }

    @Test
    void anIdDiffersWhereAnyPartDiffers() {
        assertThat(List.of(
                        hasher.orderId("k1", request("s", "i", "li", null, "key")),
                        hasher.orderId("k1", request("t", "i", "li", null, "key")),
                        hasher.orderId("k1", request("s", "j", "li", null, "key")),
                        hasher.orderId("k1", request("s", "i", "xu", null, "key")),
                        hasher.orderId("k1", request("s", "i", "li", "xu", "key")),
                        hasher.orderId("k1", request("s", "i", "li", null, "kez")),
                        hasher.orderId("k2", request("s", "i", "li", null, "key"))))
                .extracting(id -> id.suffix())
                .doesNotHaveDuplicates();
    }

    @Test
    void charactersDoNotMoveFromOnePartToTheNext() {
        assertThat(List.of(
                        hasher.orderId("k1", request("s", "ab", "c", null, "key")),
                        hasher.orderId("k1", request("s", "a", "bc", null, "key")),
                        hasher.orderId("k1", request("s", "a", "b", "c", "key")),
                        hasher.orderId("k1", request("s", "a", "b", null, "ckey"))))
                .extracting(id -> id.suffix())
                .doesNotHaveDuplicates();
    }

    @Test
    void anIdIsTheSameWhateverIsBought() {
        assertThat(hasher.orderId("k1", buying("live", MELONS)))
                .isEqualTo(hasher.orderId("k1", buying("store", PEARS)))
                .isEqualTo(hasher.orderId("k1", request("s", "i", "li", null, "key")));
    }

    @Test
    void aFingerprintIgnoresTheOrderOfLinesAndTheExpectedPrice() {
        RequestedLine priced = new RequestedLine("melon", 2, OptionalLong.of(3990));

        assertThat(hasher.fingerprint("k1", buying("live", MELONS, PEARS), null))
                .hasSize(16)
                .isEqualTo(hasher.fingerprint("k1", buying("live", PEARS, MELONS), null))
                .isEqualTo(hasher.fingerprint("k1", buying("live", PEARS, priced), null));
    }

    @Test
    void aFingerprintDiffersWhereChannelDeliveryOrLinesDo() {
        assertThat(List.of(
                        hasher.fingerprint("k1", buying("live", MELONS, PEARS), null),
                        hasher.fingerprint("k1", buying("store", MELONS, PEARS), null),
                        hasher.fingerprint("k1", buying("live", MELONS, PEARS), "{}"),
                        hasher.fingerprint("k1", buying("live", MELONS, PEARS), "{\"name\":\"李\"}"),
                        hasher.fingerprint("k1", buying("live", MELONS), null),
                        hasher.fingerprint("k1", buying("live", line("melon", 1), line("pear", 2)), null),
                        hasher.fingerprint("k1", buying("live", line("melon1", 1), line("pear", 1)), null),
                        hasher.fingerprint("k1", buying("live", line("melon", 11), line("pear", 1)), null),
                        hasher.fingerprint("k2", buying("live", MELONS, PEARS), null)))
                .doesNotHaveDuplicates();
    }

    @Test
    void commandsAreToldApartByTheirPartsAndFromOrders() {
        SessionId session = new SessionId("s");
        Caller host = new Caller("i", "li", Role.HOST, "live");

        assertThat(List.of(
                        hasher.commandId("k1", session, host, "key"),
                        hasher.commandId("k1", session, host, "kez"),
                        hasher.commandId("k1", new SessionId("t"), host, "key"),
                        hasher.commandId("k1", session, new Caller("i", "xu", Role.HOST, "live"), "key"),
                        hasher.commandId("k1", session, new Caller("il", "i", Role.HOST, "live"), "key"),
                        hasher.orderId("k1", request("s", "i", "li", null, "key"))
                                .suffix()))
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).matches("[A-Za-z0-9_-]{22}"));
        assertThat(List.of(
                        hasher.commandFingerprint("k1", List.of("stock", "melon", "5")),
                        hasher.commandFingerprint("k1", List.of("stock", "melon5")),
                        hasher.commandFingerprint("k1", List.of("stock", "melon", "5", "")),
                        hasher.commandFingerprint("k1", List.of("price", "melon", "5"))))
                .doesNotHaveDuplicates();
    }

    @Test
    void onlyKeysOfTheFileAreKnown() {
        assertThat(hasher.knows("k1")).isTrue();
        assertThat(hasher.knows("k2")).isTrue();
        assertThat(hasher.knows("k3")).isFalse();
    }
}

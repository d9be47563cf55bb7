package io.ganchang.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the vector that the libraries of Standard Webhooks test themselves with. */
class StandardWebhooksTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER_SECRET = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long SECONDS = 1_614_265_330;
    private static final String BODY = "{\"test\": 2432232314}";
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private final StandardWebhooks webhooks = of(SECRET);
    private final WebhookForTest good = new WebhookForTest(
            Map.of("webhook-id", ID, "webhook-timestamp", Long.toString(SECONDS), "webhook-signature", SIGNATURE),
            BODY);

    private static StandardWebhooks of(String... secrets) {
        return new StandardWebhooks(
                List.of(secrets).stream().map(WebhookForTest::secret).toList(), WebhookForTest.at(SECONDS));
    }

    private String problem(WebhookForTest webhook) {
        return webhooks.problemWith(webhook.request());
    }

    @Test
    void thePublishedVectorIsWhatItSigns() {
        assertThat(webhooks.sign(ID, Buffer.buffer(BODY))).isEqualTo(good.headers());
    }

    @Test
    void thePublishedVectorHolds() {
        assertThat(problem(good)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"test\": 2432232315}", "{\"test\": 2432232314} ", "", "{\"test\": 2432232314"})
    void anotherBodyDoesNot(String body) {
        assertThat(problem(good.saying(body))).contains("No signature");
    }

    @Test
    void neitherDoesAnotherIdTimeOrSecret() {
        assertThat(problem(good.with("webhook-id", "msg_other"))).contains("No signature");
        assertThat(problem(good.with("webhook-timestamp", Long.toString(SECONDS + 1))))
                .contains("No signature");
        assertThat(of(OTHER_SECRET).problemWith(good.request())).contains("No signature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
    void everyHeaderMustBeThere(String header) {
        assertThat(problem(good.without(header))).startsWith("Send webhook-id");
        assertThat(problem(good.with(header, ""))).startsWith("Send webhook-id");
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, -299, 0, 299, 300})
    void fiveMinutesOffIsInTime(long off) {
        assertThat(problem(WebhookForTest.signed(SECRET, ID, BODY, SECONDS + off)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, -SECONDS, 1_000_000_000})
    void moreIsNotHoweverWellSigned(long off) {
        assertThat(problem(WebhookForTest.signed(SECRET, ID, BODY, SECONDS + off)))
                .contains("more than 300 seconds off");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1614265330",
                "+1614265330",
                " 1614265330",
                "1614265330.0",
                "0x60377C72",
                "١٦١٤٢٦٥٣٣٠",
                "9999999999999"
            })
    void whatIsNoPlainNumberOfSecondsIsNoTime(String seconds) {
        assertThat(problem(good.with("webhook-timestamp", seconds))).startsWith("Send webhook-id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE",
                "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1,,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=",
                "v1,签名",
                "v1,",
                "       ",
                ","
            })
    void almostASignatureIsNone(String signature) {
        assertThat(problem(good.with("webhook-signature", signature))).contains("No signature");
    }

    @Test
    void oneSignatureThatHoldsIsEnough() {
        String other =
                WebhookForTest.signed(OTHER_SECRET, ID, BODY, SECONDS).headers().get("webhook-signature");
        assertThat(problem(good.with("webhook-signature", "v1a,xyz " + other + ' ' + SIGNATURE)))
                .isEmpty();
    }

    @Test
    void manySignaturesAreNotLookedThrough() {
        String seven = (SIGNATURE.replace('g', 'h') + ' ').repeat(7);
        assertThat(problem(good.with("webhook-signature", seven + SIGNATURE))).isEmpty();
        assertThat(problem(good.with("webhook-signature", seven + "v1,x " + SIGNATURE)))
                .contains("No signature");
        assertThat(problem(good.with("webhook-signature", SIGNATURE + " " + "v1,".repeat(400))))
                .contains("No signature");
        assertThat(problem(good.with("webhook-signature", "x".repeat(8_000)))).contains("No signature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.1614265330", "id with space", "编号", "a\nb"})
    void anIdThatCouldBeDividedOtherwiseIsNone(String id) {
        assertThat(problem(WebhookForTest.signed(SECRET, id, BODY, SECONDS))).startsWith("Send webhook-id");
        assertThat(problem(good.with("webhook-id", "x".repeat(65)))).startsWith("Send webhook-id");
    }

    @Test
    void theSecretBeforeHoldsWhileItIsKeptAndNeverSigns() {
        WebhookForTest before = WebhookForTest.signed(SECRET, ID, BODY, SECONDS);
        StandardWebhooks rotated = of(OTHER_SECRET, SECRET);
        assertThat(rotated.problemWith(before.request())).isEmpty();
        assertThat(rotated.sign(ID, Buffer.buffer(BODY)))
                .isEqualTo(
                        WebhookForTest.signed(OTHER_SECRET, ID, BODY, SECONDS).headers());
        assertThat(of(OTHER_SECRET).problemWith(before.request())).contains("No signature");
    }

    @Test
    void aNewSecretIsOne() {
        String text = WebhookSecret.newText(new SecureRandom());
        assertThat(text).startsWith("whsec_").hasSize(50);
        assertThat(WebhookSecret.parse(text)).isPresent();
        assertThat(WebhookForTest.secret(text)).hasToString("a secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "whsec_",
                "whsec_AAAA",
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa!!"
            })
    void whatIsNoSecretIsNotTaken(String text) {
        assertThat(WebhookSecret.parse(text)).isEmpty();
        assertThat(WebhookSecret.parse("whsec_" + "A".repeat(88))).isEmpty();
    }
}

package io.ganchang.payment.wechatpay;

import static io.ganchang.payment.wechatpay.WechatPayForTest.KEY_ID;
import static io.ganchang.payment.wechatpay.WechatPayForTest.NOW_MS;
import static io.ganchang.payment.wechatpay.WechatPayForTest.closed;
import static io.ganchang.payment.wechatpay.WechatPayForTest.envelope;
import static io.ganchang.payment.wechatpay.WechatPayForTest.request;
import static io.ganchang.payment.wechatpay.WechatPayForTest.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.PaymentNotice;
import io.ganchang.domain.PaymentNotice.Kind;
import io.ganchang.domain.RefundId;
import io.ganchang.payment.Callback;
import io.ganchang.payment.CallbackReply;
import io.ganchang.payment.CallbackRequest;
import io.ganchang.payment.CallbackVerdict;
import io.ganchang.payment.merchant.RsaForTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of all that comes in, only what WeChat Pay signed for this merchant within five minutes is believed, and read exactly. */
class WechatPayNotificationTest {
    private static final String NUMBER = "00ff10203040506070809fa0b0c0d0e0";
    private static final String ORDER = "show-919.AP8QIDBAUGBwgJ-gsMDQ4A";
    private static final PaymentKey PAYMENT = PaymentKey.require("wechatpay:1217752501201407033233368018");
    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    private static Path folder;

    private static WechatPayForTest wechatpay;
    private static WechatPayGateway gateway;

    @BeforeAll
    static void open() throws IOException {
        wechatpay = WechatPayForTest.listen(VERTX);
        gateway = wechatpay.gateway(VERTX, folder);
    }

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    private static JsonObject transaction() {
        return new JsonObject()
                .put("transaction_id", PAYMENT.paymentId())
                .put(
                        "amount",
                        new JsonObject()
                                .put("total", 3990)
                                .put("payer_total", 3990)
                                .put("currency", "CNY"))
                .put("mchid", WechatPayForTest.MERCHANT)
                .put("trade_state", "SUCCESS")
                .put("bank_type", "CMC")
                .put("success_time", "2026-09-19T20:00:00+08:00")
                .put("payer", new JsonObject().put("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"))
                .put("out_trade_no", NUMBER)
                .put("appid", WechatPayForTest.APP_ID)
                .put("trade_type", "MWEB")
                .put("attach", ORDER);
    }

    private static JsonObject refund() {
        return new JsonObject()
                .put("mchid", WechatPayForTest.MERCHANT)
                .put("transaction_id", PAYMENT.paymentId())
                .put("out_trade_no", NUMBER)
                .put("refund_id", "50200207182018070300011301001")
                .put("out_refund_no", "show-919-r7")
                .put("refund_status", "SUCCESS")
                .put("success_time", "2026-09-19T20:00:00+08:00")
                .put("user_received_account", "招商银行信用卡0403")
                .put(
                        "amount",
                        new JsonObject().put("total", 3990).put("refund", 1000).put("payer_refund", 1000));
    }

    private static Callback paid(Consumer<JsonObject> change) {
        JsonObject transaction = transaction();
        change.accept(transaction);
        return gateway.read(wechatpay.notification("TRANSACTION.SUCCESS", transaction));
    }

    private static Callback refunded(Consumer<JsonObject> change) {
        JsonObject refund = refund();
        change.accept(refund);
        return gateway.read(wechatpay.notification("REFUND.SUCCESS", refund));
    }

    private static Callback told(Kind kind, String order, long amountMinor, String currency, String refund) {
        return new Callback.Told(new PaymentNotice(
                kind, PAYMENT, "EV-2018022511223320873", order, amountMinor, currency, RefundId.parse(refund)));
    }

    @Test
    void aPaymentIsToldExactly() {
        assertThat(paid(transaction -> {})).isEqualTo(told(Kind.PAID, ORDER, 3990, "CNY", ""));
    }

    @Test
    void aRefundNamesItsOrderByItsNumbers() {
        assertThat(refunded(refund -> {})).isEqualTo(told(Kind.REFUNDED, ORDER, 1000, "CNY", "show-919-r7"));
    }

    @Test
    void aRefundThatIsNotOursNamesNoOrder() {
        assertThat(refunded(refund -> refund.put("out_refund_no", "50000000382019052709732678859")))
                .isEqualTo(told(Kind.REFUNDED, NUMBER, 1000, "CNY", ""));
    }

    @Test
    void aRefundOfOursWithoutASessionIsSettledByWhoCarriedItOut() {
        assertThat(refunded(refund -> refund.put("out_refund_no", "stray-AP8QIDBAUGBwgJ-gsMDQ4A")))
                .isInstanceOf(Callback.Irrelevant.class);
    }

    @Test
    void aPaymentWhoseWordsAreNotOursNamesNoOrder() {
        Callback stray = told(Kind.PAID, NUMBER, 3990, "CNY", "");
        assertThat(paid(transaction -> transaction.put("attach", "another shop's words")))
                .isEqualTo(stray);
        assertThat(paid(transaction -> transaction.remove("attach"))).isEqualTo(stray);
        assertThat(paid(transaction -> transaction.put("attach", "show-919.AAAAAAAAAAAAAAAAAAAAAA")))
                .isEqualTo(stray);
    }

    @Test
    void anotherCurrencyIsToldAsItIs() {
        assertThat(paid(transaction -> transaction.getJsonObject("amount").put("currency", "HKD")))
                .isEqualTo(told(Kind.PAID, ORDER, 3990, "HKD", ""));
        assertThat(paid(transaction -> transaction.getJsonObject("amount").remove("currency")))
                .isEqualTo(told(Kind.PAID, ORDER, 3990, "CNY", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3990.0",
                "39.9",
                "\"3990\"",
                "0",
                "-3990",
                "1e3",
                "null",
                "[3990]",
                "10000000000001",
                "9223372036854775808",
                "123456789012345678901234567890"
            })
    void anAmountIsAWholeNumberOfFen(String amount) {
        String text = transaction().encode().replace("\"total\":3990", "\"total\":" + amount);
        JsonObject envelope = envelope("TRANSACTION.SUCCESS", transaction());
        envelope.getJsonObject("resource")
                .put("ciphertext", closed(WechatPayForTest.API_KEY, "fdasflkja484", "transaction", text));
        assertThat(gateway.read(wechatpay.request(envelope.encode()))).isInstanceOf(Callback.Malformed.class);
    }

    @ParameterizedTest
    @CsvSource({"mchid,1900009192", "appid,wx0000000000000000", "mchid,", "appid,"})
    void whatIsAnotherMerchantsIsNotTaken(String field, String value) {
        assertThat(paid(transaction -> transaction.put(field, value)))
                .isEqualTo(new Callback.Malformed("a payment to another merchant or app"));
    }

    @Test
    void aRefundOfAnotherMerchantIsNotTaken() {
        assertThat(refunded(refund -> refund.put("mchid", "1900009192"))).isInstanceOf(Callback.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "a:b", "支付"})
    void aPaymentHasAnId(String id) {
        assertThat(paid(transaction -> transaction.put("transaction_id", id))).isInstanceOf(Callback.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"REFUND.ABNORMAL", "REFUND.CLOSED", "TRANSACTION.FAIL", "COUPON.USE", ""})
    void otherEventsDoNotConcernUs(String type) {
        assertThat(gateway.read(wechatpay.notification(type, refund()))).isInstanceOf(Callback.Irrelevant.class);
    }

    @Test
    void onlySuccessIsSuccess() {
        assertThat(paid(transaction -> transaction.put("trade_state", "CLOSED")))
                .isInstanceOf(Callback.Irrelevant.class);
        assertThat(refunded(refund -> refund.put("refund_status", "ABNORMAL"))).isInstanceOf(Callback.Irrelevant.class);
    }

    @ParameterizedTest
    @CsvSource({"-300,true", "-301,false", "300,true", "301,false", "-86400,false", "-1000000000,false"})
    void fiveMinutesIsHowLongOneIsGood(long ageSeconds, boolean good) {
        String body = envelope("TRANSACTION.SUCCESS", transaction()).encode();
        CallbackRequest request =
                request(signed(wechatpay.platformKey, KEY_ID, NOW_MS / 1000 + ageSeconds, body), body);
        assertThat(gateway.read(request)).isInstanceOf(good ? Callback.Told.class : Callback.Forged.class);
    }

    @Test
    void nothingThatWasSignedMayBeChanged() {
        String body = envelope("TRANSACTION.SUCCESS", transaction()).encode();
        Map<String, String> headers = signed(wechatpay.platformKey, KEY_ID, NOW_MS / 1000, body);
        assertThat(gateway.read(request(headers, body))).isInstanceOf(Callback.Told.class);
        assertForged(headers, body + " ");
        assertForged(headers, body.replace("20:00:00", "20:00:01"));
        assertForged(with(headers, "Wechatpay-Nonce", "593BEC0C930BF1AFEB40B4A08C8FB243"), body);
        assertForged(with(headers, "Wechatpay-Timestamp", Long.toString(NOW_MS / 1000 + 1)), body);
        assertForged(with(headers, "Wechatpay-Serial", "PUB_KEY_ID_0"), body);
        assertForged(signed(RsaForTest.newPair(), KEY_ID, NOW_MS / 1000, body), body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wechatpay-Nonce", "Wechatpay-Timestamp", "Wechatpay-Serial", "Wechatpay-Signature"})
    void aHeaderThatIsAbsentOrNonsenseIsAForgery(String header) {
        String body = envelope("TRANSACTION.SUCCESS", transaction()).encode();
        Map<String, String> headers = signed(wechatpay.platformKey, KEY_ID, NOW_MS / 1000, body);
        for (String nonsense : new String[] {"", " ", "-1", "签名", "A".repeat(100_000), "WECHATPAY/SIGNTEST/aGVsbG8="}) {
            assertForged(with(headers, header, nonsense), body);
        }
        headers.remove(header);
        assertForged(headers, body);
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> changed = new HashMap<>(headers);
        changed.put(name, value);
        return changed;
    }

    private static void assertForged(Map<String, String> headers, String body) {
        assertThat(gateway.read(request(headers, body))).isInstanceOf(Callback.Forged.class);
    }

    @Test
    void aResourceIsClosedWithOurKeyNonceAndAssociatedData() {
        assertUnopened(resource -> resource.put("nonce", "fdasflkja485"));
        assertUnopened(resource -> resource.put("associated_data", "refund"));
        assertUnopened(resource -> resource.remove("associated_data"));
        assertUnopened(resource -> resource.put("algorithm", "AES_256_ECB"));
        assertUnopened(resource -> resource.put("ciphertext", ""));
        assertUnopened(resource -> resource.put(
                "ciphertext",
                closed(
                        "b".repeat(32),
                        "fdasflkja484",
                        "transaction",
                        transaction().encode())));
        assertUnopened(resource ->
                resource.put("ciphertext", closed(WechatPayForTest.API_KEY, "fdasflkja484", "transaction", "[]")));
    }

    @Test
    void noAssociatedDataIsAnEmptyOne() {
        JsonObject envelope = envelope("TRANSACTION.SUCCESS", transaction());
        envelope.getJsonObject("resource")
                .put(
                        "ciphertext",
                        closed(
                                WechatPayForTest.API_KEY,
                                "fdasflkja484",
                                "",
                                transaction().encode()))
                .remove("associated_data");
        assertThat(gateway.read(wechatpay.request(envelope.encode()))).isInstanceOf(Callback.Told.class);
    }

    private static void assertUnopened(Consumer<JsonObject> change) {
        JsonObject envelope = envelope("TRANSACTION.SUCCESS", transaction());
        change.accept(envelope.getJsonObject("resource"));
        assertThat(gateway.read(wechatpay.request(envelope.encode()))).isInstanceOf(Callback.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "{", "{}", "{} {}", "{\"id\":\"a\",\"id\":\"b\"}", "{\"id\":1}", "1e999999"})
    void aSignedBodyThatIsNoNotificationIsMalformed(String body) {
        assertThat(gateway.read(wechatpay.request(body))).isInstanceOf(Callback.Malformed.class);
    }

    @Test
    void bytesThatAreNoUtf8AreMalformed() {
        byte[] bytes = {'{', '"', (byte) 0xc3, '"', ':', '1', '}'};
        String nonce = "n";
        long now = NOW_MS / 1000;
        Buffer message =
                Buffer.buffer(now + "\n" + nonce + "\n").appendBytes(bytes).appendString("\n");
        Map<String, String> headers = Map.of(
                "Wechatpay-Serial",
                KEY_ID,
                "Wechatpay-Timestamp",
                Long.toString(now),
                "Wechatpay-Nonce",
                nonce,
                "Wechatpay-Signature",
                wechatpay.platformKey.sign(message.getBytes()));
        CallbackRequest request =
                new CallbackRequest(name -> Optional.ofNullable(headers.get(name)), Buffer.buffer(bytes));
        assertThat(gateway.read(request)).isInstanceOf(Callback.Malformed.class);
    }

    /** Each is changed at a few places and then signed, so that the reader behind the signature meets it. */
    @Test
    void anyBytesAreReadWithoutAThrow() {
        long seed = 20260919;
        Random random = new Random(seed);
        String plain = envelope("TRANSACTION.SUCCESS", transaction()).encode();
        for (int i = 0; i < 300; i++) {
            String outer = mutated(random, plain);
            assertThat(gateway.read(wechatpay.request(outer)))
                    .as("seed %d", seed)
                    .isNotNull();
            JsonObject envelope = envelope("TRANSACTION.SUCCESS", transaction());
            String inner = mutated(random, transaction().encode());
            envelope.getJsonObject("resource")
                    .put("ciphertext", closed(WechatPayForTest.API_KEY, "fdasflkja484", "transaction", inner));
            Callback callback = gateway.read(wechatpay.request(envelope.encode()));
            if (callback instanceof Callback.Told told) {
                assertThat(told.notice().amountMinor())
                        .as("seed %d", seed)
                        .isBetween(1L, PaymentNotice.AMOUNT_MINOR_MAX);
            }
        }
    }

    private static String mutated(Random random, String text) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(3)) {
                case 0 -> mutated.deleteCharAt(at);
                case 1 -> mutated.insert(at, "\"{}[],:0-9e\\u0000\ud800".charAt(random.nextInt(18)));
                default -> mutated.setCharAt(at, (char) random.nextInt(0x3000));
            }
        }
        return mutated.toString();
    }

    @Test
    void repliesHaveTheFormThatWeChatPayWants() {
        assertThat(gateway.reply(CallbackVerdict.RECORDED)).contains(new CallbackReply(204, "", ""));
        assertThat(gateway.reply(CallbackVerdict.FORGED))
                .contains(new CallbackReply(
                        401, "application/json", "{\"code\":\"FAIL\",\"message\":\"not signed by WeChat Pay\"}"));
        assertThat(gateway.reply(CallbackVerdict.MALFORMED).orElseThrow().status())
                .isEqualTo(400);
        assertThat(gateway.reply(CallbackVerdict.UNRECORDED).orElseThrow().status())
                .isEqualTo(503);
    }
}

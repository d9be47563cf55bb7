package io.ganchang.payment.wechatpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.config.WechatPayConfig;
import io.ganchang.config.WechatPayConfig.PlatformKey;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.PaymentKey;
import io.ganchang.payment.PaymentRequest;
import io.ganchang.payment.RefundOrder;
import io.ganchang.payment.RefundOutcome;
import io.ganchang.payment.merchant.RsaForTest;
import io.ganchang.payment.merchant.UnusableKeyException;
import io.ganchang.payment.wechatpay.WechatPayForTest.Asked;
import io.ganchang.payment.wechatpay.WechatPayForTest.Said;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WeChat Pay is called as its documents want, and only what it has signed is an answer. */
class WechatPayCallsTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final OrderId ORDER =
            OrderId.parse("show-919.AP8QIDBAUGBwgJ-gsMDQ4A").orElseThrow();
    private static final String H5 = "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx2016&package=1";
    private static final String REFUNDS = "/v3/refund/domestic/refunds";

    @TempDir
    private Path folder;

    private WechatPayForTest wechatpay = WechatPayForTest.listen(VERTX);
    private WechatPayGateway gateway;

    @BeforeEach
    void open() throws IOException {
        gateway = wechatpay.gateway(VERTX, folder);
    }

    @AfterEach
    void close() {
        wechatpay.close();
    }

    @AfterAll
    static void closeAll() {
        VERTX.close().await();
    }

    private static PaymentRequest payment(String currency, String description) {
        return new PaymentRequest(
                ORDER,
                3990,
                currency,
                description,
                Instant.parse("2026-09-19T12:10:00.999Z").toEpochMilli(),
                "203.0.113.7",
                URI.create("https://market.example.cn/orders/" + ORDER + "?lang=zh"),
                URI.create("https://market.example.cn/v1/payments/wechatpay/callback"));
    }

    private URI begin(PaymentRequest request) throws Exception {
        return gateway.begin(request).await(20, TimeUnit.SECONDS);
    }

    private static RefundOrder refundOrder(String currency) {
        return new RefundOrder(
                "show-919-r7",
                PaymentKey.require("wechatpay:1217752501201407033233368018"),
                ORDER.toString(),
                1000,
                3990,
                currency,
                "second_payment");
    }

    private RefundOutcome refund() throws Exception {
        return gateway.refund(refundOrder("CNY")).await(20, TimeUnit.SECONDS);
    }

    private static Said refundIs(String status) {
        return new Said(
                200,
                new JsonObject()
                        .put("refund_id", "50000000382019052709732678859")
                        .put("out_refund_no", "show-919-r7")
                        .put("status", status)
                        .encode());
    }

    @Test
    void aPaymentIsBegunAsTheDocumentsWant() throws Exception {
        wechatpay.script =
                asked -> new Said(200, new JsonObject().put("h5_url", H5).encode());

        assertThat(begin(payment("CNY", "大荔冬枣 5 斤")))
                .hasToString(H5 + "&redirect_url=https%3A%2F%2Fmarket.example.cn%2Forders%2F" + ORDER + "%3Flang%3Dzh");
        assertThat(wechatpay.asked).hasSize(1);
        Asked asked = wechatpay.asked.get(0);
        assertThat(asked.method() + ' ' + asked.target()).isEqualTo("POST /v3/pay/transactions/h5");
        assertThat(asked.wantedKey()).isEqualTo(WechatPayForTest.KEY_ID);
        assertThat(asked.json())
                .isEqualTo(new JsonObject()
                        .put("appid", WechatPayForTest.APP_ID)
                        .put("mchid", WechatPayForTest.MERCHANT)
                        .put("description", "大荔冬枣 5 斤")
                        .put("out_trade_no", "00ff10203040506070809fa0b0c0d0e0")
                        .put("time_expire", "2026-09-19T20:10:00+08:00")
                        .put("attach", ORDER.toString())
                        .put("notify_url", "https://market.example.cn/v1/payments/wechatpay/callback")
                        .put("amount", new JsonObject().put("total", 3990).put("currency", "CNY"))
                        .put(
                                "scene_info",
                                new JsonObject()
                                        .put("payer_client_ip", "203.0.113.7")
                                        .put("h5_info", new JsonObject().put("type", "Wap"))));
    }

    @Test
    void beginningAgainAsksForTheSame() throws Exception {
        wechatpay.script =
                asked -> new Said(200, new JsonObject().put("h5_url", H5).encode());
        begin(payment("CNY", "枣"));
        begin(payment("CNY", "枣"));
        assertThat(wechatpay.asked).hasSize(2);
        assertThat(wechatpay.asked.get(0)).isEqualTo(wechatpay.asked.get(1));
    }

    @Test
    void aLongDescriptionIsCutBetweenCharacters() throws Exception {
        wechatpay.script =
                asked -> new Said(200, new JsonObject().put("h5_url", H5).encode());
        begin(payment("CNY", "🍈".repeat(100)));
        String description = wechatpay.asked.get(0).json().getString("description");
        assertThat(description).isEqualTo("🍈".repeat(31));
        assertThat(description.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(127);
    }

    @Test
    void anotherCurrencyIsRefusedBeforeAnybodyIsAsked() {
        assertThatThrownBy(() -> begin(payment("USD", "dates"))).hasMessage("WeChat Pay takes CNY, not USD");
        assertThat(wechatpay.asked).isEmpty();
    }

    @Test
    void aRefusedPaymentSaysWhy() {
        wechatpay.script = asked -> new Said(400, "{\"code\":\"ORDERPAID\",\"message\":\"该订单已支付\"}");
        assertThatThrownBy(() -> begin(payment("CNY", "枣"))).hasMessage("WeChat Pay refuses the payment: ORDERPAID");
    }

    @Test
    void anAnswerThatIsNotSignedIsNone() throws Exception {
        wechatpay.script =
                asked -> new Said(200, new JsonObject().put("h5_url", H5).encode());
        wechatpay.answersWith = RsaForTest.newPair();
        assertThatThrownBy(() -> begin(payment("CNY", "枣"))).hasMessageContaining("not WeChat Pay's");
        wechatpay.script = asked -> refundIs("SUCCESS");
        assertThat(refund()).isInstanceOf(RefundOutcome.Later.class);
        wechatpay.script = asked -> new Said(404, "{\"code\":\"RESOURCE_NOT_EXISTS\"}");
        assertThat(refund()).isInstanceOf(RefundOutcome.Later.class);
    }

    /** The control: the stand-in does look at signatures. */
    @Test
    void aRequestSignedWithAnotherKeyIsRefused() throws Exception {
        wechatpay.script = asked -> refundIs("SUCCESS");
        WechatPayConfig config = wechatpay.config(folder);
        RsaForTest.newPair().privateKeyIn(config.privateKeyFile().orElseThrow());
        gateway = open(config);
        assertThat(refund()).isEqualTo(new RefundOutcome.Later("WeChat Pay says SIGN_ERROR"));
        assertThat(wechatpay.asked).isEmpty();
    }

    private static WechatPayGateway open(WechatPayConfig config) {
        return WechatPayGateway.open(
                VERTX, config, () -> Instant.ofEpochMilli(WechatPayForTest.NOW_MS), new SecureRandom());
    }

    @Test
    void aRefundIsOrderedAsTheDocumentsWant() throws Exception {
        wechatpay.script = asked -> refundIs("SUCCESS");
        assertThat(refund()).isEqualTo(new RefundOutcome.Done());
        assertThat(wechatpay.asked).hasSize(1);
        assertThat(wechatpay.asked.get(0).target()).isEqualTo(REFUNDS);
        assertThat(wechatpay.asked.get(0).json())
                .isEqualTo(new JsonObject()
                        .put("transaction_id", "1217752501201407033233368018")
                        .put("out_refund_no", "show-919-r7")
                        .put("reason", "重复付款")
                        .put(
                                "amount",
                                new JsonObject()
                                        .put("refund", 1000)
                                        .put("total", 3990)
                                        .put("currency", "CNY")));
    }

    @ParameterizedTest
    @CsvSource({"SUCCESS,Done", "PROCESSING,Pending", "ABNORMAL,Refused", "CLOSED,Refused", "NEWS,Later"})
    void whatIsTakenIsAskedAboutAtOnce(String status, String outcome) throws Exception {
        wechatpay.script = asked -> refundIs(asked.method().equals("POST") ? "PROCESSING" : status);
        assertThat(refund().getClass().getSimpleName()).isEqualTo(outcome);
        assertThat(wechatpay.asked)
                .extracting(asked -> asked.method() + ' ' + asked.target())
                .containsExactly("POST " + REFUNDS, "GET " + REFUNDS + "/show-919-r7");
    }

    @Test
    void whatIsTakenIsNotRefusedBecauseTheQuestionFails() throws Exception {
        wechatpay.script = asked -> asked.method().equals("POST")
                ? refundIs("PROCESSING")
                : new Said(404, "{\"code\":\"RESOURCE_NOT_EXISTS\"}");
        assertThat(refund()).isEqualTo(new RefundOutcome.Pending());
    }

    @ParameterizedTest
    @CsvSource({
        "400,PARAM_ERROR,Refused",
        "400,INVALID_REQUEST,Refused",
        "403,NO_AUTH,Refused",
        "403,USER_ACCOUNT_ABNORMAL,Refused",
        "404,MCH_NOT_EXISTS,Refused",
        "404,RESOURCE_NOT_EXISTS,Refused",
        "403,NOT_ENOUGH,Later",
        "401,SIGN_ERROR,Later",
        "429,FREQUENCY_LIMITED,Later",
        "500,SYSTEM_ERROR,Later",
        "400,SOMETHING_NEW,Later"
    })
    void aRefusalIsFinalOnlyWhereItWillBeSaidAgain(int status, String code, String outcome) throws Exception {
        wechatpay.script = asked -> new Said(status, "{\"code\":\"" + code + "\",\"message\":\"…\"}");
        assertThat(refund().getClass().getSimpleName()).isEqualTo(outcome);
        assertThat(refund().toString()).contains(code);
    }

    @Test
    void anAnswerAboutAnotherRefundSettlesNothing() throws Exception {
        wechatpay.script = asked -> new Said(200, "{\"out_refund_no\":\"show-919-r8\",\"status\":\"SUCCESS\"}");
        assertThat(refund()).isInstanceOf(RefundOutcome.Later.class);
        wechatpay.script = asked -> new Said(200, "[]");
        assertThat(refund()).isInstanceOf(RefundOutcome.Later.class);
    }

    @Test
    void aServiceThatIsAwayIsAskedLater() throws Exception {
        wechatpay.close();
        assertThat(refund()).isInstanceOf(RefundOutcome.Later.class);
        wechatpay = WechatPayForTest.listen(VERTX);
    }

    @Test
    void moneyOfAnotherCurrencyIsNotGivenBackHere() throws Exception {
        assertThat(gateway.refund(refundOrder("USD")).await(20, TimeUnit.SECONDS))
                .isInstanceOf(RefundOutcome.Refused.class);
        assertThat(wechatpay.asked).isEmpty();
    }

    @Test
    void keysThatCannotBeUsedAreNamed() throws IOException {
        Path file = wechatpay.platformKey.publicKeyIn(folder.resolve("again.pem"));
        PlatformKey twice = new PlatformKey(Optional.of(WechatPayForTest.KEY_ID), file);
        PlatformKey noCertificate = new PlatformKey(Optional.empty(), file);
        for (PlatformKey key : List.of(twice, noCertificate)) {
            assertUnusable(wechatpay.config(folder, key), "wechatpay.platformKeys");
        }
        WechatPayConfig config = wechatpay.config(folder);
        Files.writeString(config.apiKeyFile().orElseThrow(), "too short");
        assertUnusable(config, "wechatpay.apiKeyFile");
        Files.delete(config.privateKeyFile().orElseThrow());
        assertUnusable(config, "wechatpay.privateKeyFile");
    }

    private static void assertUnusable(WechatPayConfig config, String setting) {
        assertThatThrownBy(() -> open(config))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageStartingWith("cannot use " + setting + ' ');
    }
}

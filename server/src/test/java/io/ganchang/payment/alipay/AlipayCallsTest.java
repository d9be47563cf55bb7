package io.ganchang.payment.alipay;

import static io.ganchang.payment.alipay.AlipayForTest.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.config.AlipayConfig;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.PaymentKey;
import io.ganchang.payment.PaymentRequest;
import io.ganchang.payment.RefundOrder;
import io.ganchang.payment.RefundOutcome;
import io.ganchang.payment.merchant.RsaForTest;
import io.ganchang.payment.merchant.UnusableKeyException;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alipay is called as its documents want, and only what it has signed is an answer. */
class AlipayCallsTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final OrderId ORDER =
            OrderId.parse("show-919.AP8QIDBAUGBwgJ-gsMDQ4A").orElseThrow();
    private static final String TRADE = "2026091922001004680073956707";
    private static final String REFUND = "alipay.trade.refund";
    private static final String QUERY = "alipay.trade.fastpay.refund.query";

    @TempDir
    private Path folder;

    private final AlipayForTest alipay = AlipayForTest.listen(VERTX);
    private AlipayGateway gateway;

    @BeforeEach
    void open() throws IOException {
        gateway = alipay.gateway(VERTX, folder);
    }

    @AfterEach
    void close() {
        alipay.close();
    }

    @AfterAll
    static void closeAll() {
        VERTX.close().await();
    }

    private static PaymentRequest payment(String currency) {
        return new PaymentRequest(
                ORDER,
                3990,
                currency,
                "冬枣 5 斤/箱 & 礼=盒",
                Instant.parse("2026-09-19T12:10:00.999Z").toEpochMilli(),
                "203.0.113.7",
                URI.create("https://market.example.cn/orders/" + ORDER + "?lang=zh"),
                URI.create("https://market.example.cn/v1/payments/alipay/callback"));
    }

    private static RefundOrder refundOrder(String currency) {
        return new RefundOrder(
                "show-919-r7", PaymentKey.require("alipay:" + TRADE), ORDER.toString(), 1005, 3990, currency, "late");
    }

    private RefundOutcome refund() throws Exception {
        return gateway.refund(refundOrder("CNY")).await(20, TimeUnit.SECONDS);
    }

    private static boolean isRefund(Map<String, String> asked) {
        return REFUND.equals(asked.get("method"));
    }

    private static String refunded(String fundChange) {
        return "{\"code\":\"10000\",\"msg\":\"Success\",\"buyer_logon_id\":\"159****5620\",\"fund_change\":\""
                + fundChange + "\",\"refund_fee\":\"10.05\",\"trade_no\":\"" + TRADE + "\"}";
    }

    private static String asked(String status) {
        return "{\"code\":\"10000\",\"msg\":\"Success\",\"trade_no\":\"" + TRADE
                + "\",\"out_request_no\":\"show-919-r7\",\"refund_amount\":\"10.05\"" + status + "}";
    }

    @Test
    void thePageToPayOnIsSignedHere() throws Exception {
        URI page = gateway.begin(payment("CNY")).await(20, TimeUnit.SECONDS);

        assertThat(page.toString()).startsWith(alipay.config(folder).url() + "?app_id=");
        Map<String, String> parameters = AlipayForTest.parameters(page.getRawQuery());
        assertThat(alipay.isSigned(parameters)).isTrue();
        assertThat(parameters)
                .containsEntry("method", "alipay.trade.wap.pay")
                .containsEntry("format", "JSON")
                .containsEntry("charset", "utf-8")
                .containsEntry("version", "1.0")
                .containsEntry("timestamp", "2026-09-19 20:00:00")
                .containsEntry("notify_url", "https://market.example.cn/v1/payments/alipay/callback")
                .containsEntry("return_url", "https://market.example.cn/orders/" + ORDER + "?lang=zh");
        assertThat(content(parameters))
                .isEqualTo(new JsonObject()
                        .put("out_trade_no", "00ff10203040506070809fa0b0c0d0e0")
                        .put("total_amount", "39.90")
                        .put("subject", "冬枣 5 斤 箱   礼 盒")
                        .put("product_code", "QUICK_WAP_WAY")
                        .put("time_expire", "2026-09-19 20:10:00")
                        .put("passback_params", ORDER.toString())
                        .put("quit_url", "https://market.example.cn/orders/" + ORDER + "?lang=zh"));
        assertThat(alipay.asked).isEmpty();
    }

    @Test
    void anotherCurrencyIsRefused() {
        assertThatThrownBy(() -> gateway.begin(payment("USD")).await(20, TimeUnit.SECONDS))
                .hasMessage("Alipay takes CNY, not USD");
    }

    @Test
    void aRefundIsOrderedAsTheDocumentsWant() throws Exception {
        alipay.script = asked -> refunded("Y");
        assertThat(refund()).isEqualTo(new RefundOutcome.Done());
        assertThat(alipay.asked).hasSize(1);
        assertThat(alipay.asked.get(0)).containsEntry("method", REFUND);
        assertThat(content(alipay.asked.get(0)))
                .isEqualTo(new JsonObject()
                        .put("trade_no", TRADE)
                        .put("refund_amount", "10.05")
                        .put("refund_reason", "付款时订单已失效")
                        .put("out_request_no", "show-919-r7"));
    }

    @Test
    void aRepeatThatMovesNoMoneyIsAskedAbout() throws Exception {
        alipay.script = asked -> isRefund(asked) ? refunded("N") : asked(",\"refund_status\":\"REFUND_SUCCESS\"");
        assertThat(refund()).isEqualTo(new RefundOutcome.Done());
        assertThat(alipay.asked).extracting(asked -> asked.get("method")).containsExactly(REFUND, QUERY);
        assertThat(content(alipay.asked.get(1)))
                .isEqualTo(new JsonObject().put("trade_no", TRADE).put("out_request_no", "show-919-r7"));
    }

    @Test
    void whatIsNotSaidToBeDoneIsPending() throws Exception {
        alipay.script = asked -> isRefund(asked) ? refunded("N") : asked("");
        assertThat(refund()).isEqualTo(new RefundOutcome.Pending());
        alipay.script =
                asked -> isRefund(asked) ? refunded("N") : "{\"code\":\"40004\",\"sub_code\":\"TRADE_NOT_EXIST\"}";
        assertThat(refund()).isEqualTo(new RefundOutcome.Pending());
    }

    @ParameterizedTest
    @CsvSource({
        "40004,ACQ.TRADE_NOT_EXIST,Refused",
        "40004,ACQ.TRADE_HAS_FINISHED,Refused",
        "40004,ACQ.REFUND_AMT_NOT_EQUAL_TOTAL,Refused",
        "40004,ACQ.DISCORDANT_REPEAT_REQUEST,Refused",
        "40004,ACQ.SYSTEM_ERROR,Later",
        "40004,ACQ.SELLER_BALANCE_NOT_ENOUGH,Later",
        "20000,aop.unknow-error,Later",
        "40004,ACQ.SOMETHING_NEW,Later"
    })
    void aRefusalIsFinalOnlyWhereItWillBeSaidAgain(String code, String subCode, String outcome) throws Exception {
        alipay.script = asked -> "{\"code\":\"" + code + "\",\"sub_code\":\"" + subCode + "\"}";
        assertThat(refund().getClass().getSimpleName()).isEqualTo(outcome);
        assertThat(refund().toString()).contains(subCode);
    }

    @Test
    void anAnswerThatIsNotSignedIsNone() throws Exception {
        alipay.script = asked -> refunded("Y");
        alipay.answersWith = RsaForTest.newPair();
        assertThat(refund()).isInstanceOf(RefundOutcome.Later.class);
        alipay.answersWith = alipay.alipayKey;
        alipay.escaping = content -> content.replace("10.05", "10.06");
        assertThat(refund()).isInstanceOf(RefundOutcome.Later.class);
        alipay.escaping = content -> "[]";
        assertThat(refund()).isInstanceOf(RefundOutcome.Later.class);
        alipay.escaping = content -> content + ",\"alipay_trade_refund_response\":" + content;
        assertThat(refund()).isInstanceOf(RefundOutcome.Later.class);
    }

    /** As Alipay does: slashes are signed bare and sent with a backslash. */
    @Test
    void theTextIsVerifiedAsItStandsThere() throws Exception {
        alipay.script = asked -> "{  \"code\" : \"10000\", \"trade_no\":\"" + TRADE
                + "\",\n \"fund_change\":\"Y\", \"note\":\"退款/成功 {}\" }";
        assertThat(refund()).isEqualTo(new RefundOutcome.Done());
        alipay.escaping = content -> content.replace("/", "\\/");
        assertThat(refund()).isEqualTo(new RefundOutcome.Done());
    }

    @Test
    void anAnswerAboutAnotherPaymentSettlesNothing() throws Exception {
        alipay.script = asked -> refunded("Y").replace(TRADE, "1");
        assertThat(refund()).isInstanceOf(RefundOutcome.Later.class);
    }

    /** The control: the stand-in does look at signatures. */
    @Test
    void aRequestSignedWithAnotherKeyIsRefused() throws Exception {
        alipay.script = asked -> refunded("Y");
        AlipayConfig config = alipay.config(folder);
        RsaForTest.newPair().privateKeyIn(config.privateKeyFile().orElseThrow());
        gateway = AlipayGateway.open(VERTX, config, () -> Instant.ofEpochMilli(AlipayForTest.NOW_MS));
        assertThat(refund()).isEqualTo(new RefundOutcome.Later("Alipay says isv.invalid-signature"));
        assertThat(alipay.asked).isEmpty();
    }

    @Test
    void moneyOfAnotherCurrencyIsNotGivenBackHere() throws Exception {
        assertThat(gateway.refund(refundOrder("USD")).await(20, TimeUnit.SECONDS))
                .isInstanceOf(RefundOutcome.Refused.class);
    }

    @Test
    void keysThatCannotBeUsedAreNamed() throws IOException {
        AlipayConfig config = alipay.config(folder);
        Files.delete(config.publicKeyFile().orElseThrow());
        assertThatThrownBy(() -> AlipayGateway.open(VERTX, config, Instant::now))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageStartingWith("cannot use alipay.publicKeyFile ");
    }
}

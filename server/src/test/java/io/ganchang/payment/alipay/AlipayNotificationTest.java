package io.ganchang.payment.alipay;

import static io.ganchang.payment.alipay.AlipayForTest.form;
import static io.ganchang.payment.alipay.AlipayForTest.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.PaymentNotice;
import io.ganchang.domain.PaymentNotice.Kind;
import io.ganchang.payment.Callback;
import io.ganchang.payment.CallbackReply;
import io.ganchang.payment.CallbackVerdict;
import io.ganchang.payment.merchant.RsaForTest;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of all that comes in, only what Alipay signed for this application and seller is believed, and read exactly. */
class AlipayNotificationTest {
    private static final String NUMBER = "00ff10203040506070809fa0b0c0d0e0";
    private static final String ORDER = "show-919.AP8QIDBAUGBwgJ-gsMDQ4A";
    private static final PaymentKey PAYMENT = PaymentKey.require("alipay:2026091922001004680073956707");
    private static final String NOTICE = "2026091900222200412094680512345678";
    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    private static Path folder;

    private static AlipayForTest alipay;
    private static AlipayGateway gateway;

    @BeforeAll
    static void open() throws IOException {
        alipay = AlipayForTest.listen(VERTX);
        gateway = alipay.gateway(VERTX, folder);
    }

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    private static Map<String, String> payment() {
        Map<String, String> fields = new TreeMap<>();
        fields.put("notify_time", "2026-09-19 20:00:02");
        fields.put("notify_type", "trade_status_sync");
        fields.put("notify_id", NOTICE);
        fields.put("app_id", AlipayForTest.APP_ID);
        fields.put("charset", "utf-8");
        fields.put("version", "1.0");
        fields.put("sign_type", "RSA2");
        fields.put("trade_no", PAYMENT.paymentId());
        fields.put("out_trade_no", NUMBER);
        fields.put("seller_id", AlipayForTest.SELLER);
        fields.put("trade_status", "TRADE_SUCCESS");
        fields.put("total_amount", "39.90");
        fields.put("buyer_pay_amount", "39.90");
        fields.put("subject", "大荔冬枣 5 斤 + 1 & 2 = 好%吃");
        fields.put("fund_bill_list", "[{\"amount\":\"39.90\",\"fundChannel\":\"ALIPAYACCOUNT\"}]");
        fields.put("passback_params", ORDER);
        return fields;
    }

    private static Map<String, String> refund(String refundNumber) {
        Map<String, String> fields = payment();
        fields.put("gmt_refund", "2026-09-19 20:05:00.123");
        fields.put("refund_fee", "10.00");
        fields.put("out_biz_no", refundNumber);
        return fields;
    }

    private static Callback read(Map<String, String> fields) {
        return gateway.read(request(form(alipay.signed(fields))));
    }

    private static Map<String, String> with(Map<String, String> fields, String name, String value) {
        Map<String, String> changed = new TreeMap<>(fields);
        changed.put(name, value);
        return changed;
    }

    private static Map<String, String> without(Map<String, String> fields, String name) {
        Map<String, String> changed = new TreeMap<>(fields);
        changed.remove(name);
        return changed;
    }

    private static Callback told(Kind kind, String order, long amountMinor) {
        return new Callback.Told(new PaymentNotice(kind, PAYMENT, NOTICE, order, amountMinor, "CNY", Optional.empty()));
    }

    @Test
    void aPaymentIsToldExactly() {
        assertThat(read(payment())).isEqualTo(told(Kind.PAID, ORDER, 3990));
    }

    @Test
    void aPaymentThatIsFinishedWasPaid() {
        assertThat(read(with(payment(), "trade_status", "TRADE_FINISHED"))).isEqualTo(told(Kind.PAID, ORDER, 3990));
    }

    @Test
    void aRefundThatWasMadeAtAlipayIsTold() {
        Map<String, String> made = refund("2026091911300001");
        assertThat(read(made)).isEqualTo(told(Kind.REFUNDED_TO_DATE, ORDER, 1000));
        assertThat(read(with(made, "trade_status", "TRADE_CLOSED")))
                .isEqualTo(told(Kind.REFUNDED_TO_DATE, ORDER, 1000));
        assertThat(read(without(made, "out_biz_no"))).isEqualTo(told(Kind.REFUNDED_TO_DATE, ORDER, 1000));
        assertThat(read(without(made, "refund_fee"))).isInstanceOf(Callback.Malformed.class);
    }

    /** What Alipay tells is the sum of all refunds of the payment, which is not what this one was. */
    @Test
    void aRefundOfOursIsSettledByWhoCarriedItOut() {
        assertThat(read(refund("show-919-r7"))).isInstanceOf(Callback.Irrelevant.class);
        assertThat(read(refund("stray-AP8QIDBAUGBwgJ-gsMDQ4A"))).isInstanceOf(Callback.Irrelevant.class);
    }

    @Test
    void aPaymentThatFinishesLongAfterARefundTellsNothingNew() {
        assertThat(read(with(refund("show-919-r7"), "trade_status", "TRADE_FINISHED")))
                .isInstanceOf(Callback.Irrelevant.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"WAIT_BUYER_PAY", "TRADE_CLOSED", "trade_success", ""})
    void otherStatesDoNotConcernUs(String status) {
        assertThat(read(with(payment(), "trade_status", status))).isInstanceOf(Callback.Irrelevant.class);
    }

    @Test
    void aPaymentWhoseWordsAreNotOursNamesNoOrder() {
        Callback stray = told(Kind.PAID, NUMBER, 3990);
        assertThat(read(without(payment(), "passback_params"))).isEqualTo(stray);
        assertThat(read(with(payment(), "passback_params", "show-919.AAAAAAAAAAAAAAAAAAAAAA")))
                .isEqualTo(stray);
    }

    @ParameterizedTest
    @CsvSource({"app_id,2021000000000002", "seller_id,2088101106499365", "app_id,''", "seller_id,''"})
    void whatIsAnothersIsNotTaken(String field, String value) {
        Callback anothers = new Callback.Malformed("of another application or seller");
        assertThat(read(with(payment(), field, value))).isEqualTo(anothers);
        assertThat(read(without(payment(), field))).isEqualTo(anothers);
    }

    @ParameterizedTest
    @CsvSource({
        "total_amount,39.900",
        "total_amount,-39.90",
        "total_amount,0.00",
        "total_amount,abc",
        "total_amount,''",
        "trade_no,''",
        "trade_no,a b",
        "trade_no,支付",
        "notify_id,''",
        "notify_id,a:b",
        "out_trade_no,''"
    })
    void whatCannotBeBookedIsMalformed(String field, String value) {
        Map<String, String> fields = without(with(payment(), field, value), "passback_params");
        assertThat(read(fields)).isInstanceOf(Callback.Malformed.class);
    }

    @Test
    void nothingThatWasSignedMayBeChanged() {
        Map<String, String> signed = alipay.signed(payment());
        assertThat(gateway.read(request(form(signed)))).isInstanceOf(Callback.Told.class);
        for (String field : payment().keySet()) {
            assertForged(with(signed, field, signed.get(field) + "1"));
            assertForged(without(signed, field));
        }
        assertForged(with(signed, "refund_fee", "1.00"));
        assertForged(without(signed, "sign"));
        assertForged(with(signed, "sign", "签名"));
        assertForged(with(signed, "sign", "A".repeat(30_000)));
        assertForged(AlipayForTest.signed(RsaForTest.newPair(), payment()));
        assertForged(alipay.signed(with(payment(), "sign_type", "RSA")));
    }

    private static void assertForged(Map<String, String> fields) {
        assertThat(gateway.read(request(form(fields)))).isInstanceOf(Callback.Forged.class);
    }

    @Test
    void aFieldThatComesTwiceIsRefused() {
        String form = form(alipay.signed(payment()));
        assertThat(gateway.read(request(form + "&total_amount=0.01"))).isInstanceOf(Callback.Malformed.class);
        assertThat(gateway.read(request(form + "&total%5famount=0.01"))).isInstanceOf(Callback.Malformed.class);
        assertThat(gateway.read(request("total_amount=0.01&" + form))).isInstanceOf(Callback.Malformed.class);
    }

    @Test
    void emptyFieldsSayNothingWhetherTheyAreSignedOrNot() {
        String form = form(alipay.signed(payment()));
        assertThat(gateway.read(request(form + "&body="))).isEqualTo(told(Kind.PAID, ORDER, 3990));
        assertThat(gateway.read(request(form + "&refund_fee="))).isEqualTo(told(Kind.PAID, ORDER, 3990));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "&", "=", "=a", "a", "a=%", "a=%f", "a=%zz", "a=%ff%fe", "a=%c3%28", "{\"a\":1}", "a=b&&c=d"
            })
    void whatIsNoFormIsMalformed(String form) {
        assertThat(gateway.read(request(form))).isInstanceOf(Callback.Malformed.class);
    }

    @Test
    void aFormHasAHundredFieldsAtMost() {
        StringBuilder form = new StringBuilder("a=b");
        for (int i = 0; i < 10_000; i++) {
            form.append("&f").append(i).append("=1");
        }
        assertThat(gateway.read(request(form.toString()))).isInstanceOf(Callback.Malformed.class);
    }

    @Test
    void howOldANotificationIsDoesNotMatter() {
        assertThat(read(with(payment(), "notify_time", "2020-01-01 00:00:00"))).isInstanceOf(Callback.Told.class);
    }

    /** Values are changed before they are signed, forms after. */
    @Test
    void anyFormIsReadWithoutAThrow() {
        long seed = 20260919;
        Random random = new Random(seed);
        String plain = form(alipay.signed(payment()));
        for (int i = 0; i < 2_000; i++) {
            StringBuilder form = new StringBuilder(plain);
            form.setCharAt(random.nextInt(form.length()), (char) (1 + random.nextInt(255)));
            form.insert(random.nextInt(form.length()), "%&=+".charAt(random.nextInt(4)));
            assertThat(gateway.read(request(form.toString())))
                    .as("seed %d", seed)
                    .isNotNull();
        }
        for (int i = 0; i < 300; i++) {
            Map<String, String> fields = refund("show-919-r7");
            String field = fields.keySet().toArray(String[]::new)[random.nextInt(fields.size())];
            String value = fields.get(field) + (char) random.nextInt(0x3000);
            assertThat(read(with(fields, field, value))).as("seed %d", seed).isNotNull();
        }
    }

    @Test
    void repliesAreTheWordThatAlipayReads() {
        assertThat(gateway.reply(CallbackVerdict.RECORDED)).contains(new CallbackReply(200, "text/plain", "success"));
        for (CallbackVerdict verdict : CallbackVerdict.values()) {
            if (verdict != CallbackVerdict.RECORDED) {
                assertThat(gateway.reply(verdict)).contains(new CallbackReply(200, "text/plain", "failure"));
            }
        }
    }
}

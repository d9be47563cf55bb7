package io.ganchang.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.config.PaymentsConfig.SandboxRefunds;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.PaymentNotice;
import io.ganchang.domain.PaymentNotice.Kind;
import io.ganchang.domain.RefundId;
import io.ganchang.payment.Callback;
import io.ganchang.payment.CallbackVerdict;
import io.ganchang.payment.PaymentRequest;
import io.ganchang.payment.RefundOrder;
import io.ganchang.payment.RefundOutcome;
import io.ganchang.payment.WebhookForTest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxGatewayTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER_SECRET = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final long SECONDS = 1_758_254_400;
    private static final long DAY_SECONDS = 86_400;
    private static final OrderId ORDER =
            OrderId.parse("demo-919.AAAAAAAAAAAAAAAAAAAAAA").orElseThrow();
    private static final String PAID =
            "{'order':'demo-919.AAAAAAAAAAAAAAAAAAAAAA','status':'paid','amountMinor':7980,'currency':'CNY','paymentId':'sb-1'}"
                    .replace('\'', '"');

    private final SandboxGateway gateway = gateway(SECONDS, SandboxRefunds.DONE, SECRET);

    private static SandboxGateway gateway(long seconds, SandboxRefunds refunds, String... secrets) {
        return new SandboxGateway(
                Stream.of(secrets).map(WebhookForTest::secret).toList(), WebhookForTest.at(seconds), refunds);
    }

    private static PaymentRequest request() {
        return new PaymentRequest(
                ORDER,
                7_980,
                "CNY",
                "西州密25号 × 2",
                SECONDS * 1_000,
                "127.0.0.1",
                URI.create("https://market.example/orders/" + ORDER),
                URI.create("https://market.example/v1/payments/sandbox/callback"));
    }

    private String begun(SandboxGateway by) {
        URI redirect = by.begin(request()).result();
        assertThat(redirect.toString()).startsWith("https://market.example/sandbox/pay/");
        return redirect.getPath().substring(SandboxGateway.PAGE.length());
    }

    private Callback read(String body) {
        return gateway.read(WebhookForTest.signed(SECRET, "n-1", body, SECONDS).request());
    }

    @Test
    void aPaymentIsBegunWithATicketThatSaysAllThePageShows() {
        assertThat(gateway.ticket(begun(gateway)))
                .contains(new SandboxTicket(ORDER, 7_980, "CNY", "西州密25号 × 2", SECONDS * 1_000, "/orders/" + ORDER));
    }

    @Test
    void oneOrderHasOnePaymentHoweverOftenItIsBegun() {
        SandboxTicket first = gateway.ticket(begun(gateway)).orElseThrow();
        SandboxTicket second = gateway.ticket(begun(gateway)).orElseThrow();
        assertThat(second.paymentId()).isEqualTo(first.paymentId()).isEqualTo("sb-" + ORDER.suffix());
        assertThat(PaymentKey.of("sandbox", first.paymentId())).isPresent();
    }

    @Test
    void aTicketThatWasAlteredIsNone() {
        String ticket = begun(gateway);
        for (int i = 0; i < ticket.length(); i++) {
            char other = ticket.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(gateway.ticket(ticket.substring(0, i) + other + ticket.substring(i + 1)))
                    .as("with another character at %d", i)
                    .isEmpty();
        }
        for (String none : List.of("", ".", "a.b", ticket + "=", ticket + ".x", "签." + ticket, "x".repeat(2_000))) {
            assertThat(gateway.ticket(none)).as(none).isEmpty();
        }
    }

    @Test
    void aTicketOutlivesTheHoldByADayAndItsSecretByOneRotation() {
        String ticket = begun(gateway);
        assertThat(gateway(SECONDS + DAY_SECONDS, SandboxRefunds.DONE, SECRET).ticket(ticket))
                .isPresent();
        assertThat(gateway(SECONDS + DAY_SECONDS + 1, SandboxRefunds.DONE, SECRET)
                        .ticket(ticket))
                .isEmpty();
        assertThat(gateway(SECONDS, SandboxRefunds.DONE, OTHER_SECRET, SECRET).ticket(ticket))
                .isPresent();
        assertThat(gateway(SECONDS, SandboxRefunds.DONE, OTHER_SECRET).ticket(ticket))
                .isEmpty();
    }

    @Test
    void itUnderstandsItsOwnCallback() {
        SandboxTicket ticket = gateway.ticket(begun(gateway)).orElseThrow();
        SandboxGateway.Signed sent = gateway.paid(ticket);
        Callback read =
                gateway.read(new WebhookForTest(sent.headers(), sent.body().toString()).request());
        assertThat(read)
                .isEqualTo(new Callback.Told(new PaymentNotice(
                        Kind.PAID,
                        new PaymentKey("sandbox", "sb-" + ORDER.suffix()),
                        "paid-" + ORDER.suffix(),
                        ORDER.toString(),
                        7_980,
                        "CNY",
                        Optional.empty())));
        assertThat(gateway.reply(CallbackVerdict.RECORDED)).isEmpty();
    }

    @Test
    void aRefundNoticeMayNameOurRefund() {
        Callback read = read(PAID.replace("paid\"", "refunded\"").replace("}", ",\"refund\":\"demo-919-r12\"}"));
        assertThat(read).isInstanceOf(Callback.Told.class);
        PaymentNotice notice = ((Callback.Told) read).notice();
        assertThat(notice.kind()).isEqualTo(Kind.REFUNDED);
        assertThat(notice.refund()).isEqualTo(RefundId.parse("demo-919-r12")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {",'extra':1}", ",'extra':{'deep':[[{}]]},'refund':null}", "\n}\n"})
    void whatItDoesNotKnowIsPassedOver(String end) {
        assertThat(read(PAID.replace("}", end.replace('\'', '"')))).isInstanceOf(Callback.Told.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"order-77", "no order at all", "订单"})
    void aPaymentForAnythingElseIsATrueOneToo(String order) {
        assertThat(read(PAID.replace("demo-919.AAAAAAAAAAAAAAAAAAAAAA", order))).isInstanceOf(Callback.Told.class);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    "status":"paid"      | "status":"Paid"
                    "status":"paid"      | "status":"declined"
                    "status":"paid"      | "status":null
                    "status":"paid"      | "x":"paid"
                    "amountMinor":7980   | "amountMinor":0
                    "amountMinor":7980   | "amountMinor":-7980
                    "amountMinor":7980   | "amountMinor":79.80
                    "amountMinor":7980   | "amountMinor":7980.0
                    "amountMinor":7980   | "amountMinor":"7980"
                    "amountMinor":7980   | "amountMinor":1e3
                    "amountMinor":7980   | "amountMinor":10000000000001
                    "amountMinor":7980   | "amountMinor":18446744073709559596
                    "amountMinor":7980   | "amountMinor":7980,"amountMinor":1
                    "currency":"CNY"     | "currency":"cny"
                    "currency":"CNY"     | "currency":"CNYX"
                    "currency":"CNY"     | "currency":156
                    "paymentId":"sb-1"   | "paymentId":""
                    "paymentId":"sb-1"   | "paymentId":"a:b"
                    "paymentId":"sb-1"   | "paymentId":"支付"
                    "paymentId":"sb-1"   | "paymentId":1
                    "paymentId":"sb-1"   | "paymentId":"sb-1","refund":"r-1"
                    "paymentId":"sb-1"   | "paymentId":"sb-1","refund":7
                    "order":"demo-919    | "order":"de\u0000mo
                    """)
    void whatItShouldNotSendIsMalformed(String part, String instead) {
        assertThat(PAID).contains(part);
        assertThat(read(PAID.replace(part, instead))).isInstanceOf(Callback.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "7", "{", "{}{}", "order=1&status=paid", "\u0000", "{\"order\":\"\\ud800\"}"})
    void soIsWhatIsNoObject(String body) {
        assertThat(read(body)).isInstanceOf(Callback.Malformed.class);
        assertThat(read("[".repeat(60_000))).isInstanceOf(Callback.Malformed.class);
        assertThat(read("{\"amountMinor\":" + "9".repeat(60_000) + "}")).isInstanceOf(Callback.Malformed.class);
    }

    @Test
    void whatIsNotSignedIsForgedWhateverItSays() {
        WebhookForTest good = WebhookForTest.signed(SECRET, "n-1", PAID, SECONDS);
        assertThat(gateway.read(good.request())).isInstanceOf(Callback.Told.class);
        assertThat(gateway.read(good.saying(PAID.replace("7980", "1")).request()))
                .isInstanceOf(Callback.Forged.class);
        assertThat(gateway.read(WebhookForTest.signed(OTHER_SECRET, "n-1", PAID, SECONDS)
                        .request()))
                .isInstanceOf(Callback.Forged.class);
        assertThat(gateway.read(good.saying("{").request())).isInstanceOf(Callback.Forged.class);
    }

    @Test
    void aTicketsSignatureSignsNoCallback() {
        String ticket = begun(gateway);
        int dot = ticket.indexOf('.');
        WebhookForTest forged = new WebhookForTest(
                WebhookForTest.signed(SECRET, "n-1", PAID, SECONDS)
                        .with("webhook-signature", "v1," + ticket.substring(dot + 1) + '=')
                        .headers(),
                ticket.substring(0, dot));
        assertThat(gateway.read(forged.request())).isInstanceOf(Callback.Forged.class);
    }

    @ParameterizedTest
    @CsvSource({"DONE, Done", "PENDING, Pending", "REFUSED, Refused"})
    void refundsEndAsTheSettingsSay(SandboxRefunds refunds, String outcome) {
        RefundOrder order = new RefundOrder(
                "demo-919-r12", new PaymentKey("sandbox", "sb-1"), ORDER.toString(), 100, 7_980, "CNY", "requested");
        RefundOutcome told = gateway(SECONDS, refunds, SECRET).refund(order).result();
        assertThat(told.getClass().getSimpleName()).isEqualTo(outcome);
    }
}

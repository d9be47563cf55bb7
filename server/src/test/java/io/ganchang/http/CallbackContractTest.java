package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.app.Call;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.SharedMarket;
import io.ganchang.app.ShowForTest;
import io.ganchang.domain.Problem;
import io.ganchang.payment.WebhookForTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the callback of the sandbox believes, and how it answers. */
@ExtendWith(SharedMarket.class)
class CallbackContractTest {
    private static final String PATH = "/v1/payments/sandbox/callback";
    private static final String OTHER_SECRET = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private final MarketForTest market;
    private final ShowForTest show;
    private final String secret;

    CallbackContractTest(MarketForTest market) {
        this.market = market;
        this.show = market.show();
        this.secret = PaidShow.secret(market);
    }

    /** A true notice of a payment for an order that nobody placed. */
    private String stray() {
        return "{\"order\":\"" + show.session()
                + ".AAAAAAAAAAAAAAAAAAAAAA\",\"status\":\"paid\",\"amountMinor\":100,\"currency\":\"CNY\",\"paymentId\":\""
                + market.newName("stray") + "\"}";
    }

    private Call sent(WebhookForTest webhook) {
        return PaidShow.callback(market, webhook);
    }

    private WebhookForTest signed(String body) {
        return WebhookForTest.signed(secret, "notice-1", body);
    }

    @Test
    void aNoticeNeedsNoTokenAndNoMediaType() {
        assertThat(sent(signed(stray())).send().expect(204).text()).isEmpty();
        sent(signed(stray())).header("Content-Type", "text/plain").send().expect(204);
        sent(signed(stray())).header("Authorization", "Bearer nonsense").send().expect(204);
    }

    @Test
    void moneyForNothingThatAnybodyKnowsIsTakenToo() {
        for (String order : List.of("order-77", "no-such-show.AAAAAAAAAAAAAAAAAAAAAA", "x/../y?z=1")) {
            sent(signed(stray().replaceFirst("\"order\":\"[^\"]*", "\"order\":\"" + order)))
                    .send()
                    .expect(204);
        }
    }

    @Test
    void theSameNoticeAgainIsTheSame() {
        WebhookForTest notice = signed(stray());
        sent(notice).send().expect(204);
        sent(notice).send().expect(204);
        sent(WebhookForTest.signed(secret, "notice-2", notice.body())).send().expect(204);
    }

    @Test
    void whatIsNotSignedIsNotBelieved() {
        market.post(PATH).body(stray()).send().expect(Problem.UNAUTHORIZED);
        sent(WebhookForTest.signed(OTHER_SECRET, "notice-1", stray())).send().expect(Problem.UNAUTHORIZED);
        sent(signed(stray()).saying(stray())).send().expect(Problem.UNAUTHORIZED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
    void aHeaderThatIsMissingOrStandsTwiceIsNotBelieved(String header) {
        WebhookForTest good = signed(stray());
        sent(good.without(header)).send().expect(Problem.UNAUTHORIZED);
        sent(good)
                .header(header, good.headers().getOrDefault(header, ""))
                .send()
                .expect(Problem.UNAUTHORIZED);
        sent(good).header(header, "x").send().expect(Problem.UNAUTHORIZED);
    }

    @ParameterizedTest
    @ValueSource(longs = {-310, 310})
    void oldAndFutureOnesAreNotBelieved(long off) {
        long seconds = Instant.now().getEpochSecond() + off;
        sent(WebhookForTest.signed(secret, "notice-1", stray(), seconds)).send().expect(Problem.UNAUTHORIZED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json", "{}", "[]", "order=1&status=paid", "{\"status\":\"paid\"}"})
    void whatIsSignedAndNoNoticeIsMalformed(String body) {
        assertThat(sent(signed(body)).send().expect(Problem.INVALID_REQUEST).text())
                .doesNotContain("not json");
    }

    @Test
    void tooMuchIsNotReadToTheEnd() {
        String body = stray();
        sent(signed(body + " ".repeat(PaymentRoutes.CALLBACK_BYTES_MAX - body.length())))
                .send()
                .expect(204);
        sent(signed(body + " ".repeat(PaymentRoutes.CALLBACK_BYTES_MAX - body.length() + 1)))
                .send()
                .expect(Problem.PAYLOAD_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wechatpay", "Sandbox", "sandbox2", "x.y"})
    void aGatewayThatIsNotInUseIsNotThere(String gateway) {
        WebhookForTest webhook = signed(stray());
        Call call = market.post("/v1/payments/" + gateway + "/callback").body(webhook.body());
        webhook.headers().forEach(call::header);
        call.send().expect(Problem.NOT_FOUND);
    }

    @Test
    void itIsToldAndNotAsked() {
        market.get(PATH).send().expect(Problem.METHOD_NOT_ALLOWED);
        market.admin("POST", PATH).body("{}").onTheWrongListener().send().expect(Problem.NOT_FOUND);
    }
}

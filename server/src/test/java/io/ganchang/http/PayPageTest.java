package io.ganchang.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.SharedMarket;
import io.ganchang.app.ShowForTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the order to the sandbox's page and back. */
@Tag("browser")
@ExtendWith({SharedMarket.class, ChromiumForTest.class})
class PayPageTest {
    private static final String LONG = ",'payment':'prepaid','holdSeconds':600";
    private static final String SHORT = ",'payment':'prepaid','holdSeconds':6";

    private final ShowForTest show;
    private final BrowserContext phone;

    PayPageTest(MarketForTest market, ChromiumForTest.Profiles profiles) {
        this.show = market.show();
        this.phone = profiles.phone("en-GB");
    }

    @Test
    void whoDeclinesIsToldSoAndMayPayAgain() {
        BuyerForTest buyer = BuyerForTest.at(show.open("melon", 10, LONG), phone)
                .hold("melon")
                .goToPayment();
        buyer.button("Do not pay").click();
        assertThat(buyer.page().locator("main")).containsText("Not paid. As long as the time runs you can pay again.");
        assertThat(buyer.heading("Kept for you, not paid yet")).isVisible();
        buyer.goToPayment().pay();
        assertThat(buyer.heading("Confirmed")).isVisible();
    }

    @Test
    void whoPaysHasAConfirmedOrder() {
        BuyerForTest buyer = BuyerForTest.at(show.open("melon", 10, LONG), phone)
                .hold("melon")
                .goToPayment();
        assertThat(buyer.page().locator("main")).containsText("no real money moves");
        buyer.pay();
        assertThat(buyer.heading("Confirmed")).isVisible();
        assertThat(buyer.page().locator("main")).containsText("Paid: CN¥39.90");
        assertThat(buyer.button("Pay")).isHidden();
    }

    @Test
    void impatientPressesPayOnce() {
        AtomicInteger asked = new AtomicInteger();
        phone.onRequest(request -> {
            if (request.url().endsWith("/pay") && request.method().equals("POST")) {
                asked.incrementAndGet();
            }
        });
        BuyerForTest buyer =
                BuyerForTest.at(show.open("melon", 10, LONG), phone).hold("melon");
        buyer.button("Pay CN¥39.90").dblclick();
        buyer.page().waitForURL("**/sandbox/pay/**");
        assertThat(asked).hasValue(1);
        buyer.payButton().dblclick();
        assertThat(buyer.heading("Confirmed")).isVisible();
        assertPaidOnce(buyer);
    }

    @Test
    void twoTabsPayOnce() {
        BuyerForTest one = BuyerForTest.at(show.open("melon", 10, LONG), phone).hold("melon");
        BuyerForTest other = one.otherTab();
        one.goToPayment();
        other.page().reload();
        other.button("back to the payment").or(other.button("Pay CN¥39.90")).click();
        other.page().waitForURL("**/sandbox/pay/**");
        one.pay();
        other.pay();
        assertThat(one.heading("Confirmed")).isVisible();
        assertThat(other.heading("Confirmed")).isVisible();
        assertPaidOnce(one);
    }

    @Test
    void whoLeavesThePaymentIsAskedForNothingTwiceAndFindsTheWayBack() {
        BuyerForTest buyer = BuyerForTest.at(show.open("melon", 10, LONG), phone)
                .hold("melon")
                .goToPayment();
        buyer.page().goBack();
        assertThat(buyer.page().locator("main")).containsText("Waiting for the bank’s word");
        buyer.button("Not paid? Back to the payment").click();
        buyer.page().waitForURL("**/sandbox/pay/**");
    }

    @Test
    void aHoldThatEndsOnThePaymentIsSeenOnTheOrderAndItsStockIsBack() {
        BuyerForTest buyer =
                BuyerForTest.at(show.open("melon", 1, SHORT), phone).hold("melon");
        BuyerForTest watching = buyer.otherTab();
        buyer.goToPayment();
        awaitExpiry();
        assertThat(watching.heading("Time ran out")).isVisible();
        assertThat(watching.page().locator("main")).containsText("You owe nothing.");
        assertThat(watching.page().locator("main")).containsText("it still buys this order as long as enough is left");
        buyer.button("Do not pay").click();
        assertThat(buyer.heading("Time ran out")).isVisible();
    }

    @ParameterizedTest
    @CsvSource({"reacquire, Confirmed, It was paid late", "refund, Time ran out, 'Given back: CN¥39.90'"})
    void moneyThatComesLateDoesWhatTheOfferSays(String rule, String heading, String said) {
        show.open("melon", 1, SHORT + ",'latePayment':'" + rule + '\'');
        BuyerForTest buyer = BuyerForTest.at(show, phone).hold("melon").goToPayment();
        awaitExpiry();
        buyer.pay();
        assertThat(buyer.heading(heading)).isVisible();
        assertThat(buyer.page().locator("main")).containsText(Pattern.compile(said));
    }

    @Test
    void theLanguageStaysOnTheWayToThePaymentAndBack(ChromiumForTest.Profiles profiles) {
        BuyerForTest buyer = BuyerForTest.at(show.open("melon", 10, LONG), profiles.phone("zh-CN"));
        buyer.buyButton("melon").click();
        buyer.button("付款 ¥39.90").click();
        buyer.page().waitForURL("**/sandbox/pay/**");
        assertThat(buyer.page().locator("html")).hasAttribute("lang", Pattern.compile("zh.*"));
        ChromiumForTest.takePicture(buyer.page(), "sandbox-zh-390");
        buyer.page().locator("button[value=pay]").click();
        assertThat(buyer.heading("已确认")).isVisible();
        ChromiumForTest.takePicture(buyer.page(), "paid-zh-390");
    }

    private void awaitExpiry() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> show.seen("melon").path("available").longValue() == 1);
    }

    private static void assertPaidOnce(BuyerForTest buyer) {
        JsonNode payment = buyer.readOrder().path("payment");
        assertThat(payment.path("paidMinor").longValue()).isEqualTo(3990);
        assertThat(payment.path("refundedMinor").longValue()).isZero();
        assertThat(payment.path("state").textValue()).isEqualTo("paid");
    }
}

package io.ganchang.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.SharedMarket;
import io.ganchang.app.ShowForTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("browser")
@ExtendWith({SharedMarket.class, ChromiumForTest.class})
class OrderPageTest {
    private static final String PREPAID = ",'payment':'prepaid','holdSeconds':600";

    private final ShowForTest show;
    private final BrowserContext phone;

    OrderPageTest(MarketForTest market, ChromiumForTest.Profiles profiles) {
        this.show = market.show();
        this.phone = profiles.phone("en-GB");
    }

    @Test
    void aHeldOrderIsOnePageOnWithItsTimeRunning() {
        BuyerForTest buyer =
                BuyerForTest.at(show.open("melon", 10, PREPAID), phone).hold("melon");
        assertThat(buyer.page().locator("[role=timer]")).containsText(Pattern.compile("(10:00|9:5\\d)"));
        assertThat(buyer.page().locator(".lines")).containsText("瓜 × 1");
        assertThat(buyer.button("Pay CN¥39.90")).isEnabled();
    }

    @Test
    void theTimeLeftIsTheServersWhateverThePhoneTakesItToBe() {
        phone.addInitScript("const real = Date.now; Date.now = () => real() + 7200000;");
        BuyerForTest buyer =
                BuyerForTest.at(show.open("melon", 10, PREPAID), phone).hold("melon");
        assertThat(buyer.page().locator("[role=timer]")).containsText(Pattern.compile("(10:0[01]|9:5\\d)"));
    }

    @Test
    void cancellingAsksFirstAndGivesBackAtOnce() {
        BuyerForTest buyer =
                BuyerForTest.at(show.open("melon", 1, PREPAID), phone).hold("melon");
        buyer.button("Cancel the order").click();
        buyer.button("No, keep it").click();
        assertThat(buyer.heading("Kept for you, not paid yet")).isVisible();
        buyer.button("Cancel the order").click();
        buyer.button("Yes, cancel").click();
        assertThat(buyer.heading("Cancelled")).isVisible();
        assertThat(buyer.page().locator("main")).containsText("You cancelled it.");
        assertThat(show.seen("melon").path("available").longValue()).isEqualTo(1);
    }

    @Test
    void anOrderThatIsPaidOnDeliveryIsConfirmedAtOnceAndListed() {
        BuyerForTest buyer = BuyerForTest.at(show.open("melon", 10), phone);
        buyer.buyButton("melon").click();
        buyer.page().getByText("See the order").click();
        assertThat(buyer.heading("Confirmed")).isVisible();
        assertThat(buyer.page().locator("main")).containsText("You pay on delivery.");
        buyer.page().getByText("My orders").click();
        Locator row = buyer.page().locator(".orders li");
        assertThat(row).hasCount(1);
        assertThat(row).containsText("瓜 × 1");
        row.click();
        assertThat(buyer.heading("Confirmed")).isVisible();
    }

    @Test
    void anotherBrowserDoesNotSeeTheOrder(ChromiumForTest.Profiles profiles) {
        BuyerForTest buyer =
                BuyerForTest.at(show.open("melon", 10, PREPAID), phone).hold("melon");
        Page stranger = profiles.phone("en-GB").newPage();
        stranger.navigate(buyer.page().url());
        assertThat(stranger.locator("main")).containsText("This order is not known to this browser.");
        assertThat(stranger.locator("main").textContent()).doesNotContain("瓜");
    }
}

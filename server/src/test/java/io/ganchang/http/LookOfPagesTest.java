package io.ganchang.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.SharedMarket;
import io.ganchang.app.ShowForTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("browser")
@ExtendWith({SharedMarket.class, ChromiumForTest.class})
class LookOfPagesTest {
    private static final double TOUCH_MIN = 44;

    private final ShowForTest show;

    LookOfPagesTest(MarketForTest market) {
        this.show = market.show()
                .open("melon", 10, ",'payment':'prepaid','limitPerViewer':5")
                .open("averylongidwithoutanybreak-averylongidwithoutanybreak-averylong", 99_999);
    }

    @ParameterizedTest
    @CsvSource({"zh-CN, 390", "en-GB, 390", "zh-CN, 320", "en-GB, 320", "zh-CN, 1440", "en-GB, 1440"})
    void everyPageFitsItsScreenAndAThumb(String locale, int width, ChromiumForTest.Profiles profiles) {
        String look = locale.substring(0, 2) + '-' + width;
        BuyerForTest buyer = BuyerForTest.at(show, profiles.profile(locale, width, 844));
        assertFits(buyer.page(), "buy-" + look);
        buyer.buyButton("melon").click();
        buyer.page().waitForURL("**/orders/**");
        buyer.page().locator("[role=timer]").waitFor();
        assertFits(buyer.page(), "order-" + look);
        buyer.page().navigate(show.market().address() + "/orders");
        buyer.page().locator(".orders li").waitFor();
        assertFits(buyer.page(), "orders-" + look);
    }

    /** Leaves a picture of it, too: what is ugly no test sees. */
    private static void assertFits(Page page, String name) {
        ChromiumForTest.takePicture(page, name);
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("pixels beyond the screen at %s", page.url())
                .isEqualTo(0);
        for (Locator target : page.locator("button:visible, .bar a").all()) {
            BoundingBox box = target.boundingBox();
            assertThat(Math.min(box.height, box.width))
                    .as("size of '%s' at %s", target.textContent(), page.url())
                    .isGreaterThanOrEqualTo(TOUCH_MIN);
        }
    }

    @Test
    void theLanguageIsTheBrowsersUntilAnotherIsChosenAndThenStays(ChromiumForTest.Profiles profiles) {
        BrowserContext phone = profiles.phone("zh-CN");
        BuyerForTest buyer = BuyerForTest.at(show, phone);
        assertThat(buyer.buyButton("melon")).hasText("购买 ¥39.90");
        buyer.page().getByText("English").click();
        assertThat(buyer.buyButton("melon")).hasText("Buy CN¥39.90");
        buyer.page().navigate(show.market().address() + "/orders");
        assertThat(buyer.heading("My orders")).isVisible();
        assertThat(buyer.page().locator("html")).hasAttribute("lang", "en");
    }

    @Test
    void withoutScriptsAPageSaysWhatToDo(ChromiumForTest.Profiles profiles) {
        Page page = profiles.withoutScripts().newPage();
        page.navigate(show.market().address() + "/s/" + show.session());
        assertThat(page.locator("main .notice")).isVisible();
        assertThat(page.locator("main .notice").innerText()).startsWith("This page needs JavaScript");
    }
}

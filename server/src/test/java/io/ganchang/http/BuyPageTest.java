package io.ganchang.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.SharedMarket;
import io.ganchang.app.ShowForTest;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("browser")
@ExtendWith({SharedMarket.class, ChromiumForTest.class})
class BuyPageTest {
    private static final String ORDERS = "**/v1/sessions/*/orders";
    private static final String DELIVERED = ",'deliveryRequired':true";

    private final ShowForTest show;
    private final BrowserContext phone;

    BuyPageTest(MarketForTest market, ChromiumForTest.Profiles profiles) {
        this.show = market.show();
        this.phone = profiles.phone("en-GB");
    }

    @Test
    void theFirstOrderAsksWhereToDeliverAndTheNextDoesNot() {
        BuyerForTest buyer = BuyerForTest.at(show.open("melon", 10, DELIVERED), phone);
        buyer.buyButton("melon").click();
        buyer.fillInDelivery();
        assertThat(buyer.notice("melon")).containsText("Ordered. Thank you!");
        buyer.buyButton("melon").click();
        assertThat(buyer.offer("melon")).containsText("Left: 8 of 10");
        buyer.page().reload();
        assertThat(buyer.page().locator(".delivery")).containsText("王芳 · 13800000000 · 湖南 花垣县 十八洞村 · 人民路1号");
    }

    @Test
    void whoGoesBackFromTheAddressHasOrderedNothing() {
        BuyerForTest buyer = BuyerForTest.at(show.open("melon", 10, DELIVERED), phone);
        buyer.buyButton("melon").click();
        buyer.button("Back").click();
        assertThat(buyer.buyButton("melon")).isEnabled();
        assertThat(sold("melon")).isZero();
    }

    @Test
    void aDoublePressIsOneOrder() {
        BuyerForTest buyer = BuyerForTest.at(show.open("melon", 10), phone);
        buyer.buyButton("melon").dblclick();
        assertThat(buyer.notice("melon")).containsText("Ordered. Thank you!");
        assertThat(buyer.offer("melon")).containsText("Left: 9 of 10");
        assertThat(sold("melon")).isEqualTo(1);
    }

    @Test
    void severalAreOneOrderAtTheirPrice() {
        BuyerForTest buyer = BuyerForTest.at(show.open("melon", 10, ",'limitPerViewer':3"), phone);
        Locator more = buyer.offer("melon").getByLabel("More");
        more.click();
        more.click();
        assertThat(more).isDisabled();
        assertThat(buyer.buyButton("melon")).hasText("Buy CN¥119.70");
        buyer.buyButton("melon").click();
        assertThat(buyer.offer("melon")).containsText("Left: 7 of 10");
        buyer.buyButton("melon").click();
        assertThat(buyer.notice("melon")).containsText("more than the limit for one person");
    }

    @Test
    void aLostAnswerIsAskedForAgainUnderTheSameKey() {
        Set<String> keys = new HashSet<>();
        AtomicInteger sent = new AtomicInteger();
        phone.route(ORDERS, route -> {
            keys.add(keyOf(route.request()));
            if (sent.incrementAndGet() <= 2) {
                route.fetch(); // it is executed, and nobody hears of it
                route.abort();
            } else {
                route.resume();
            }
        });
        BuyerForTest buyer = BuyerForTest.at(show.open("melon", 10), phone);
        buyer.buyButton("melon").click();
        assertThat(buyer.notice("melon")).containsText("you will not get two");
        assertThat(buyer.notice("melon")).containsText("Ordered. Thank you!");
        assertThat(keys).hasSize(1);
        assertThat(sold("melon")).isEqualTo(1);
    }

    @Test
    void anAttemptGoesOnOverAReload() {
        Set<String> keys = new HashSet<>();
        phone.route(ORDERS, route -> {
            keys.add(keyOf(route.request()));
            route.fetch();
            route.abort();
        });
        BuyerForTest buyer = BuyerForTest.at(show.open("melon", 10), phone);
        buyer.buyButton("melon").click();
        assertThat(buyer.notice("melon")).containsText("We ask again");
        phone.unroute(ORDERS);
        phone.onRequest(request -> {
            if (request.url().endsWith("/orders") && request.method().equals("POST")) {
                keys.add(keyOf(request));
            }
        });
        buyer.page().reload();
        assertThat(buyer.notice("melon")).containsText("Ordered. Thank you!");
        assertThat(keys).hasSize(1);
        assertThat(sold("melon")).isEqualTo(1);
    }

    @Test
    void anUnknownOutcomeIsNotTakenForARefusal() {
        AtomicInteger sent = new AtomicInteger();
        phone.route(ORDERS, route -> {
            switch (sent.incrementAndGet()) {
                case 1 -> answer(route, 503, "outcome_unknown");
                case 2 -> answer(route, 409, "sold_out");
                default -> route.resume();
            }
        });
        BuyerForTest buyer = BuyerForTest.at(show.open("melon", 10), phone);
        buyer.buyButton("melon").click();
        assertThat(buyer.notice("melon")).containsText("Perhaps ordered, perhaps not");
        assertThat(buyer.notice("melon")).containsText("Ordered. Thank you!");
        assertThat(sent).hasValue(3);
    }

    @Test
    void aPriceThatChangedMeanwhileBuysNothing() {
        BuyerForTest buyer = BuyerForTest.at(show.open("melon", 10), phone);
        phone.route("**/v1/sessions/" + show.session(), Route::abort); // so that it does not see the new one in time
        show.command("melon", "price", "{'priceMinor':4990}").expect(200);
        buyer.buyButton("melon").click();
        assertThat(buyer.notice("melon")).containsText("The price has just changed");
        phone.unroute("**/v1/sessions/" + show.session());
        assertThat(buyer.buyButton("melon")).hasText("Buy CN¥49.90");
        assertThat(sold("melon")).isZero();
    }

    @Test
    void whatSomebodyElseBuysIsSeenWithoutAReload() {
        BuyerForTest buyer = BuyerForTest.at(show.open("melon", 2), phone);
        show.buy("faster", "k1", "melon", 2).expect(201);
        assertThat(buyer.offer("melon")).containsText("Sold out for now");
        assertThat(buyer.buyButton("melon")).isDisabled();
    }

    @Test
    void anOfferThatIsNotOpenCannotBeBought() {
        show.put("later", 5, "").expect(201);
        show.command("later", "open", "{'countdownSeconds':600}").expect(200);
        show.put("draft", 5, "").expect(201);
        show.open("gone", 5).command("gone", "close", "{}").expect(200);
        BuyerForTest buyer = BuyerForTest.at(show, phone);
        assertThat(buyer.offer("later")).containsText(Pattern.compile("Opens in (10:00|9:5\\d)"));
        assertThat(buyer.offer("draft")).containsText("Not on sale yet");
        assertThat(buyer.offer("gone")).containsText("Closed");
        for (String offer : Set.of("later", "draft", "gone")) {
            assertThat(buyer.buyButton(offer)).isDisabled();
        }
    }

    @Test
    void anUnknownMarketIsNamedSo() {
        Page page = phone.newPage();
        page.navigate(show.market().address() + "/s/nowhere");
        assertThat(page.locator("main")).containsText("There is no such market.");
    }

    private long sold(String offer) {
        return show.seen(offer).path("total").longValue()
                - show.seen(offer).path("available").longValue();
    }

    private static String keyOf(Request request) {
        return Objects.requireNonNull(request.headers().get("idempotency-key"));
    }

    private static void answer(Route route, int status, String code) {
        route.fulfill(new Route.FulfillOptions()
                .setStatus(status)
                .setContentType("application/problem+json")
                .setBody("{\"code\":\"" + code + "\"}"));
    }
}

package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.SharedMarket;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Problem;
import io.ganchang.payment.sandbox.SandboxTicket;
import io.vertx.core.buffer.Buffer;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox's page: what it says, and that nobody pays twice on it. */
@ExtendWith(SharedMarket.class)
class SandboxPageTest {
    private static final SandboxTicket TICKET = new SandboxTicket(
            OrderId.parse("s.AAAAAAAAAAAAAAAAAAAAAA").orElseThrow(),
            7_980,
            "CNY",
            "瓜 <b> & \"梨\" × 2",
            600_000,
            "/orders/x");

    private final MarketForTest market;
    private final PaidShow show;

    SandboxPageTest(MarketForTest market) {
        this.market = market;
        this.show = PaidShow.open(market, "");
    }

    @ParameterizedTest
    @CsvSource({"zh, 不会动用真实的钱, ¥79.80, 付款时间", "en, no real money moves, CN¥79.80, Time to pay"})
    void itShowsWhatIsPaidInTheBuyersLanguage(String language, String notReal, String amount, String label) {
        String order = show.hold("an", 2);
        String path = show.begin("an", order);
        for (Reply page : List.of(
                market.get(path + "?lang=" + language).send(),
                market.get(path).header("Accept-Language", language).send())) {
            page.expect(200);
            assertThat(page.header("Content-Type")).hasValue("text/html; charset=utf-8");
            assertThat(page.header("Content-Language")).hasValue(language);
            assertThat(page.header("Cache-Control")).hasValue("no-store");
            assertThat(page.text())
                    .contains("<html lang=\"" + language + '"', notReal, amount, label, "瓜 × 2", order)
                    .doesNotContain("<script", "null");
        }
    }

    @Test
    void itLoadsFromThisServerAloneAndTellsNobodyWhereItWas() {
        Reply page = market.get(show.begin("an", show.hold("an", 1))).send().expect(200);
        assertThat(page.header("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; style-src 'self'")
                .contains("form-action 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("Referrer-Policy")).hasValue("no-referrer");
        assertThat(page.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.text()).doesNotContain("{", "}", "style=", "onclick");
    }

    @Test
    void payingLeadsBackToAnOrderThatIsPaid() {
        String order = show.hold("an", 2);
        Reply pressed = show.press(show.begin("an", order), "pay").expect(303);
        assertThat(pressed.header("Location")).hasValue("/orders/" + order);
        JsonNode paid = show.order("an", order);
        assertThat(paid.path("state").textValue()).isEqualTo("confirmed");
        assertThat(paid.path("payment").path("paidMinor").longValue()).isEqualTo(2 * PaidShow.PRICE_MINOR);
    }

    @Test
    void decliningTellsNobodyAndLeadsBack() {
        String order = show.hold("an", 1);
        String page = show.begin("an", order);
        assertThat(show.press(page, "decline").expect(303).header("Location"))
                .hasValue("/orders/" + order + "?payment=declined");
        assertThat(show.order("an", order).path("state").textValue()).isEqualTo("held");
        show.press(page, "pay").expect(303);
        assertThat(show.order("an", order).path("state").textValue()).isEqualTo("confirmed");
    }

    @Test
    void pressedManyTimesInManyTabsItPaysOnce() throws Exception {
        String order = show.hold("an", 1);
        List<String> tabs =
                IntStream.range(0, 4).mapToObj(tab -> show.begin("an", order)).toList();
        ExecutorService fingers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Reply>> pressed = IntStream.range(0, 24)
                    .mapToObj(press -> fingers.submit(() -> show.press(tabs.get(press % tabs.size()), "pay")))
                    .toList();
            for (Future<Reply> press : pressed) {
                press.get(30, TimeUnit.SECONDS).expect(303);
            }
        } finally {
            fingers.shutdownNow();
        }
        JsonNode payment = show.order("an", order).path("payment");
        assertThat(payment.path("state").textValue()).isEqualTo("paid");
        assertThat(payment.path("paidMinor").longValue()).isEqualTo(PaidShow.PRICE_MINOR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "action=", "action=steal", "action=pay&action=pay", "action=pay&amount=1", "pay"})
    void anotherFormIsNone(String form) {
        String order = show.hold("an", 1);
        market.post(show.begin("an", order)).body(form).send().expectInvalidAt("action");
        assertThat(show.order("an", order).path("state").textValue()).isEqualTo("held");
    }

    @Test
    void aLinkThatIsNoneSaysSo() {
        String page = show.begin("an", show.hold("an", 1));
        for (String none : List.of("/sandbox/pay/x", page + "x", page.replaceFirst(".$", ""))) {
            Reply gone = market.get(none + "?lang=en").send().expect(404);
            assertThat(gone.text()).contains("not valid, or too old").doesNotContain("<button");
            assertThat(show.press(none, "pay").expect(404).header("Content-Type"))
                    .hasValue("text/html; charset=utf-8");
        }
        market.put(page).body("action=pay").send().expect(Problem.METHOD_NOT_ALLOWED);
    }

    @Test
    void aHostHeaderLeadsNobodyElsewhere() {
        String order = show.hold("an", 1);
        Reply begun = market.raw()
                .sendTo(
                        "evil.example:6379",
                        "POST /v1/orders/" + order + "/pay HTTP/1.1",
                        "Authorization: Bearer " + show.show().viewer("an"),
                        "Content-Length: 0");
        URI redirect = URI.create(begun.expect(200).at("redirect").textValue());
        assertThat(redirect.getAuthority()).isEqualTo("evil.example:6379");
        Reply pressed = show.press(redirect.getRawPath(), "pay").expect(303);
        assertThat(pressed.header("Location")).hasValue("/orders/" + order);
        assertThat(show.order("an", order).path("state").textValue()).isEqualTo("confirmed");
    }

    @Test
    void aFormIsBounded() {
        market.post(show.begin("an", show.hold("an", 1)))
                .body("action=pay" + " ".repeat(20_000))
                .send()
                .expect(Problem.PAYLOAD_TOO_LARGE);
    }

    @Test
    void theTimeItShowsIsTrueUntilItIsLoadedAgain() {
        assertThat(asked(600_000 - 572_345)).contains("More than 9 min left", "content=\"33\"");
        assertThat(asked(600_000 - 60_000)).contains("More than 1 min left", "content=\"1\"");
        assertThat(asked(600_000 - 59_999)).contains("Less than a minute left", "content=\"60\"");
        assertThat(asked(600_000)).contains("Less than a minute left", "content=\"1\"");
        assertThat(asked(600_001)).contains("The hold is over", "<button").doesNotContain("http-equiv", "min left");
    }

    private static String asked(long nowMs) {
        return text(SandboxPage.in(Language.EN).ask(TICKET, nowMs));
    }

    private static String text(Buffer page) {
        return page.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatTheMarketHasNotHeardMayBePressedAgain() {
        assertThat(text(SandboxPage.in(Language.ZH).askAgain(TICKET, 0)))
                .contains("role=\"alert\"", "再按不会重复付款", "<button")
                .doesNotContain("http-equiv");
    }

    @Test
    void titlesAreTextAndNotMarkup() {
        assertThat(asked(0)).contains("瓜 &lt;b&gt; &amp; &quot;梨&quot; × 2").doesNotContain("<b>");
    }

    @ParameterizedTest
    @CsvSource({
        "7980, CNY, en, CN¥79.80",
        "7980, CNY, zh-CN, ¥79.80",
        "500, JPY, en, ¥500",
        "1234, KWD, en, KWD1.234",
        "7, ZZZ, en, 7 ZZZ"
    })
    void moneyIsInTheLocalForm(long amountMinor, String currency, String locale, String shown) {
        assertThat(MinorUnits.shown(amountMinor, currency, Locale.forLanguageTag(locale))
                        .replace('\u00a0', ' ')
                        .replace("KWD ", "KWD"))
                .isEqualTo(shown);
    }

    @Test
    void bothLanguagesHaveTheSameTexts() throws Exception {
        assertThat(keys("zh")).isEqualTo(keys("en"));
        String templates = PageTexts.file("sandbox.html") + PageTexts.file("sandbox-gone.html");
        Matcher places = Pattern.compile("\\{(\\w+)}").matcher(templates);
        Set<String> unused = keys("en");
        while (places.find()) {
            unused.remove(places.group(1));
        }
        assertThat(unused).containsExactlyInAnyOrder("minutesLeft", "lastMinute", "over", "overdue", "undelivered");
    }

    private static Set<String> keys(String language) throws Exception {
        Properties texts = new Properties();
        texts.load(new StringReader(PageTexts.file("sandbox." + language + ".properties")));
        return new TreeSet<>(texts.stringPropertyNames());
    }
}

package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.SharedMarket;
import io.ganchang.domain.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedMarket.class)
class MarketPagesContractTest {
    private static final String ORDER = "/orders/show.AAAAAAAAAAAAAAAAAAAAAA";
    private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"(/pages/[^\"]+)\"");
    private static final Pattern IMPORTED = Pattern.compile("from '\\./([^']+)'");
    private static final Pattern KEY = Pattern.compile("(?m)^  '?([\\w.]+)'?: '");

    private final MarketForTest market;

    MarketPagesContractTest(MarketForTest market) {
        this.market = market;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/s/show", "/orders", ORDER})
    void aPageIsThereInBothLanguagesAndSaysWhatToDoWithoutScripts(String path) {
        for (String language : Set.of("en", "zh")) {
            Reply page = market.get(path + "?lang=" + language).send().expect(200);
            assertThat(page.header("Content-Type")).hasValue("text/html; charset=utf-8");
            assertThat(page.header("Content-Language")).hasValue(language);
            assertThat(page.text())
                    .contains("data-language=\"" + language + '"', "<noscript><h1>", "JavaScript")
                    .doesNotContain("{", "null");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/s/show", "/orders", ORDER})
    void aPageLoadsFromThisServerAloneAndNothingStandsInIt(String path) {
        Reply page = market.get(path).send().expect(200);
        assertThat(page.header("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                .doesNotContain("unsafe", "http");
        assertThat(page.text()).doesNotContain("style=", "<style", "onclick", "</script>\n<script>");
        assertThat(page.header("Cache-Control")).hasValue("no-cache");
        String tag = page.header("ETag").orElseThrow();
        market.get(path).header("If-None-Match", tag).send().expect(304);
    }

    @Test
    void whatAPageLoadsIsThereAndMayBeKeptForEver() {
        for (String path : Set.of("/s/show", "/orders", ORDER)) {
            for (String file : found(LOADED, market.get(path).send().text())) {
                Reply reply = market.get(file).send().expect(200);
                assertThat(reply.header("Cache-Control")).hasValue("public, max-age=31536000, immutable");
                assertThat(reply.header("X-Content-Type-Options")).hasValue("nosniff");
                for (String imported : found(IMPORTED, reply.text())) {
                    Reply script =
                            market.get(PageFiles.address(imported)).send().expect(200);
                    assertThat(script.header("Content-Type")).hasValue("text/javascript; charset=utf-8");
                    assertThat(script.text()).doesNotContain("http:", "https:", "innerHTML", "eval(");
                }
            }
        }
    }

    @Test
    void aFileOfAnotherEditionIsThisServersAndNotKept() {
        Reply reply = market.get("/pages/older/market.css").send().expect(200);
        assertThat(reply.header("Cache-Control")).hasValue("no-cache");
        assertThat(reply.text()).isEqualTo(PageTexts.file("market.css"));
    }

    @Test
    void onlyFilesOfThePagesAreServed() {
        for (String name : Set.of("market.html", "market.en.properties", "nothing.js", "..%2Fdefaults.yaml")) {
            market.get("/pages/any/" + name).send().expect(Problem.NOT_FOUND);
        }
        market.get("/pages/any/market.css?v=1").send().expectInvalidAt("v");
    }

    @Test
    void whatCanBeNoSessionOrOrderHasNoPage() {
        market.get("/s/a.b").send().expect(Problem.NOT_FOUND);
        market.get("/orders/a").send().expect(Problem.NOT_FOUND);
        market.post("/orders").send().expect(Problem.METHOD_NOT_ALLOWED);
    }

    @Test
    void whatAnAppAddsToASharedLinkIsPassedOver() {
        Reply page = market.get("/s/show?from=timeline&lang=fr")
                .header("Accept-Language", "zh-CN")
                .send()
                .expect(200);
        assertThat(page.header("Content-Language")).hasValue("zh");
    }

    @Test
    void bothLanguagesSayTheSameThings() {
        assertThat(keys("zh")).isEqualTo(keys("en")).hasSizeGreaterThan(100);
    }

    @Test
    void everyReplyTellsTheServersTime() {
        assertThat(market.get("/s/show").send().header("Date").orElseThrow())
                .matches("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        assertThat(market.get("/v1/sessions/nowhere").send().header("Date")).isPresent();
    }

    private static Set<String> keys(String language) {
        return found(KEY, new String(Document.resource("/pages/texts." + language + ".js"), StandardCharsets.UTF_8));
    }

    private static Set<String> found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

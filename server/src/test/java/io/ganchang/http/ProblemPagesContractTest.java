package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.SharedMarket;
import io.ganchang.domain.Problem;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedMarket.class)
class ProblemPagesContractTest {
    private final MarketForTest market;

    ProblemPagesContractTest(MarketForTest market) {
        this.market = market;
    }

    @ParameterizedTest
    @EnumSource(Problem.class)
    void everyProblemHasItsPageInBothLanguages(Problem problem) {
        for (String language : Set.of("en", "zh")) {
            Reply page = market.get("/problems/" + problem.code() + "?lang=" + language)
                    .send()
                    .expect(200);
            assertThat(page.header("Content-Type")).hasValue("text/html; charset=utf-8");
            assertThat(page.header("Content-Language")).hasValue(language);
            assertThat(page.text())
                    .contains("<html lang=\"" + language + '"', problem.code(), "HTTP " + problem.status())
                    .doesNotContain("<script", "{title}", "null");
        }
    }

    @Test
    void aPageMayLoadNothing() {
        Reply page = market.get("/problems/sold_out").send().expect(200);
        assertThat(page.header("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; style-src 'sha256-")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Content-Type-Options")).hasValue("nosniff");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh-CN,zh;q=0.9,en;q=0.8", "zh", "fr, zh;q=0.5", "en;q=0.1, zh;q=0.2"})
    void aBrowserGetsTheLanguageItPrefers(String accepted) {
        Reply page = market.get("/problems/sold_out")
                .header("Accept-Language", accepted)
                .send()
                .expect(200);
        assertThat(page.header("Content-Language")).hasValue("zh");
        assertThat(page.header("Vary").orElseThrow()).isEqualToIgnoringCase("Accept-Language");
        assertThat(page.text()).contains("已售罄", "?lang=en");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fr", "en-GB, zh;q=0.3", "zh;q=0", ";;;,=q"})
    void everyoneElseGetsEnglish(String accepted) {
        Reply page = market.get("/problems/sold_out")
                .header("Accept-Language", accepted)
                .send()
                .expect(200);
        assertThat(page.header("Content-Language")).hasValue("en");
    }

    @Test
    void whatIsNoProblemHasNoPage() {
        market.get("/problems/bad_weather").send().expect(Problem.NOT_FOUND);
        market.get("/problems/").send().expect(Problem.NOT_FOUND);
        market.get("/problems/SOLD_OUT").send().expect(Problem.NOT_FOUND);
        market.get("/problems/sold_out?lang=fr").send().expectInvalidAt("lang");
        market.post("/problems/sold_out").send().expect(Problem.METHOD_NOT_ALLOWED);
    }

    @Test
    void thePagesAreOnTheListenerThatAnsweredTheProblem() {
        market.admin("GET", "/problems/unauthorized").send().expect(200);
    }

    @Test
    void noTextIsLeftOver() throws Exception {
        Set<String> wanted = new TreeSet<>(Set.of("switch", "todoHeading", "repeatHeading"));
        for (Problem problem : Problem.values()) {
            for (String part : Set.of(".meaning", ".todo", ".repeat")) {
                wanted.add(problem.code() + part);
            }
        }
        assertThat(keys("en")).isEqualTo(wanted);
        for (Problem problem : Problem.values()) {
            wanted.add(problem.code() + ".title");
        }
        assertThat(keys("zh")).isEqualTo(wanted);
    }

    private static Set<String> keys(String language) throws Exception {
        Properties texts = new Properties();
        texts.load(new StringReader(
                new String(Document.resource("/pages/problems." + language + ".properties"), StandardCharsets.UTF_8)));
        return new TreeSet<>(texts.stringPropertyNames());
    }
}

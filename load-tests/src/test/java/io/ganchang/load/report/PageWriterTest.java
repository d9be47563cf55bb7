package io.ganchang.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.load.oracle.Verdict;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of a run: all it is told is there, as text, and nothing of it is taken for markup. */
class PageWriterTest {
    private static final String NASTY = "</script><script>alert(1)</script>{{script}}$1&\"'";

    @Test
    void itSaysEverythingWithoutItsPlots() throws IOException {
        String html = html(page("Melon burst", List.of(new Verdict("nothing is oversold", List.of()))));
        assertThat(html)
                .contains("Melon burst", "Promises kept", "200 got it", "p99", "1,234", "nothing is oversold")
                .contains("abc123", "a second", "placed", "Permission is hereby granted");
    }

    @Test
    void aBrokenPromiseIsSaidFirstAndWithItsPlaces() throws IOException {
        String html = html(page(
                "Melon burst",
                List.of(new Verdict("one", List.of()), new Verdict("two", List.of("offer melon-25 is oversold")))));
        assertThat(html).contains("1 of 2 promises broken", "offer melon-25 is oversold");
        assertThat(html.indexOf("</b><div>two")).isBetween(0, html.indexOf("</b><div>one"));
    }

    @Test
    void nothingItIsToldIsTakenForMarkup() throws IOException {
        RunPage nasty = new RunPage(
                NASTY,
                NASTY,
                List.of(new Fact(NASTY, NASTY)),
                List.of(new Plot(NASTY, NASTY, List.of(0.0, 1.0), List.of(new Plot.Line(NASTY, List.of(1.0, 2.0))))),
                List.of(new Verdict(NASTY, List.of(NASTY))),
                List.of(new Fact(NASTY, NASTY)));
        String html = html(nasty);
        assertThat(html).doesNotContain("<script>alert", "alert(1)</script>");
        assertThat(html.split("</script>", -1))
                .hasSize(html(page("plain", List.of())).split("</script>", -1).length);
        assertThat(html).contains("{{script}}$1&amp;&quot;&#39;");
    }

    @Test
    void itFetchesNothing() throws IOException {
        String html = html(page("Melon burst", List.of()));
        assertThat(html).contains("default-src 'none'").doesNotContain("src=", "<link", "@import", "url(");
    }

    @Test
    void whatHasNoValueIsNotDrawn() throws IOException {
        Plot empty = new Plot("Nothing", "", List.of(0.0), List.of(new Plot.Line("none", List.of(Double.NaN))));
        RunPage page = new RunPage("t", "s", List.of(), List.of(empty), List.of(), List.of());
        assertThat(page.plots()).isEmpty();
        assertThat(html(page)).doesNotContain("Nothing");
    }

    private static RunPage page(String title, List<Verdict> verdicts) {
        return new RunPage(
                title,
                "200 got it",
                List.of(new Fact("p99", "1,234 ms")),
                List.of(new Plot(
                        "Answers",
                        "a second",
                        List.of(0.0, 1.0),
                        List.of(new Plot.Line("placed", List.of(Double.NaN, 1234.0))))),
                verdicts,
                List.of(new Fact("commit", "abc123")));
    }

    private static String html(RunPage page) throws IOException {
        return PageWriter.html(page);
    }
}

package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderCsvTest {
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "＝1", "－1", "＋1", "＠x"})
    void whatLooksLikeAFormulaIsMadeText(String text) {
        assertThat(OrderCsv.cell(text)).isEqualTo('\'' + text);
    }

    @Test
    void aFormulaBehindALineBreakIsQuotedAndMadeText() {
        assertThat(OrderCsv.cell("\r=1")).isEqualTo("\"'\r=1\"");
        assertThat(OrderCsv.cell("\n=1")).isEqualTo("\"'\n=1\"");
    }

    @Test
    void whatWouldBreakARowIsQuoted() {
        assertThat(OrderCsv.cell("a,b")).isEqualTo("\"a,b\"");
        assertThat(OrderCsv.cell("a\"b")).isEqualTo("\"a\"\"b\"");
        assertThat(OrderCsv.cell("=\"a\",1")).isEqualTo("\"'=\"\"a\"\",1\"");
    }

    @Test
    void everythingElseStaysAsItIs() {
        assertThat(OrderCsv.cell("")).isEmpty();
        assertThat(OrderCsv.cell("人民路 1-2号 = a'b;c")).isEqualTo("人民路 1-2号 = a'b;c");
    }
}

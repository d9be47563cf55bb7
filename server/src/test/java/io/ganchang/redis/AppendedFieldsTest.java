package io.ganchang.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.Pool;
import io.ganchang.domain.SessionId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a later version appends to records is no hindrance to this one, and stays when this one writes them. */
class AppendedFieldsTest {
    private FunctionsForTest functions;

    @BeforeEach
    void startShow() {
        functions = FunctionsForTest.start();
        functions.startShow();
        functions.sell("melon", 10, 0);
    }

    @AfterEach
    void close() {
        functions.close();
    }

    private String poolRecord() {
        return String.valueOf(functions.commands().hget(FunctionsForTest.KEYS.pools(), "stock:melon"));
    }

    @Test
    void aPoolKeepsThemThroughOrdersCancelsAndCommands() {
        functions.commands().hset(FunctionsForTest.KEYS.pools(), "stock:melon", "10 0 0 7 x");

        assertThat(functions.place(FunctionsForTest.order("o1", "v1", "melon:3:-")))
                .singleElement()
                .asString()
                .startsWith("+");
        assertThat(poolRecord()).isEqualTo("7 0 3 7 x");
        assertThat(functions.cancel("v1", "o1")).startsWith("+");
        assertThat(poolRecord()).isEqualTo("10 0 0 7 x");
        assertThat(functions.offer("melon", "stock", "5")).element(3).isEqualTo("changed");
        assertThat(poolRecord()).isEqualTo("15 0 0 7 x");
        assertThat(functions.pool("melon")).isEqualTo(new Pool(15, 0, 0));
    }

    @Test
    void aPoolThatOnlyLooksLikeOneIsBrokenStill() {
        functions.commands().hset(FunctionsForTest.KEYS.pools(), "stock:melon", "10 0 0x");
        assertThat(functions.place(FunctionsForTest.order("o1", "v1", "melon:3:-")))
                .singleElement()
                .asString()
                .startsWith("-broken pool");
    }

    @Test
    void aSessionDocumentMayHaveMore() {
        assertThat(SessionDocument.parse(
                                "{\"title\":\"t\",\"host\":\"h\",\"operators\":[],\"rehearsal\":false,\"stage\":\"north\"}")
                        .title())
                .isEqualTo("t");
    }

    @Test
    void theHeadOfAStreamEntryMayHaveMore() {
        assertThat(StreamEntry.decode(
                                new SessionId("s"),
                                "1-0",
                                List.of("b", "1 1 5 0123456789abcdef later", "e", "offer.closed wang - melon c"))
                        .tag())
                .isEqualTo("0123456789abcdef");
    }
}

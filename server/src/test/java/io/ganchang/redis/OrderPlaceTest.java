package io.ganchang.redis;

import static io.ganchang.redis.FunctionsForTest.KEYS;
import static io.ganchang.redis.FunctionsForTest.id;
import static io.ganchang.redis.FunctionsForTest.order;
import static io.ganchang.redis.FunctionsForTest.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.Pool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code order_place_1} decides about orders. */
class OrderPlaceTest {
    private static FunctionsForTest functions;

    @BeforeAll
    static void startRedis() {
        functions = FunctionsForTest.start();
    }

    @AfterAll
    static void stopRedis() {
        functions.close();
    }

    @BeforeEach
    void startShow() {
        functions.startShow();
        functions.sell("melon", 10, 0);
        functions.sell("pear", 3, 2);
    }

    @AfterEach
    void booksBalance() {
        functions.assertBooksBalance();
    }

    @Test
    void anAmountThatARecordCouldNotHoldIsRefused() {
        functions.offer("pearl", "put", FunctionsForTest.terms("1000000000", "CNY", 0, "0", "1000000"));
        functions.offer("pearl", "open", "0", "0");

        assertThat(functions.place(
                        FunctionsForTest.order("o1", "v1", "pearl:10001:-"),
                        FunctionsForTest.order("o2", "v1", "pearl:10000:-")))
                .satisfiesExactly(
                        refused -> assertThat(refused).isEqualTo("-invalid_request amount"),
                        placed -> assertThat(placed).startsWith("+"));
        assertThat(functions.pool("pearl").sold()).isEqualTo(10_000);
    }

    @Test
    void anOrderIsRecordedAsTheFormatsSay() {
        String answer =
                functions.place(order("a", "li", "melon:2:-,pear:1:3990")).get(0);

        long now = functions.entries().get(functions.entries().size() - 1).atMs();
        assertThat(answer)
                .isEqualTo("+c a--------------- " + functions.seq() + ' ' + now
                        + " 0 0 n 0 0 0 CNY live li = melon:2:3990,pear:1:3990 -");
        assertThat(functions.commands().hget(KEYS.orders(), id("a"))).isEqualTo(answer.substring(1));
        assertThat(functions.commands().hgetall(KEYS.taken()))
                .containsExactlyInAnyOrderEntriesOf(Map.of("li:melon", "2", "li:pear", "1"));
        assertThat(functions.pool("melon")).isEqualTo(new Pool(8, 0, 2));
    }

    @Test
    void anOrderOfSeveralLinesIsTakenWholeOrNotAtAll() {
        assertThat(functions.place(order("a", "li", "melon:2:-,pear:4:-"))).containsExactly("-viewer_limit pear 2 0");
        assertThat(functions.place(order("b", "li", "melon:10:-,pear:2:-"), order("c", "xu", "melon:1:-,pear:1:-")))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("+c "),
                        second -> assertThat(second).isEqualTo("-sold_out melon 0"));
        assertThat(functions.pool("melon")).isEqualTo(new Pool(0, 0, 10));
        assertThat(functions.pool("pear")).isEqualTo(new Pool(1, 0, 2));
        assertThat(functions.commands().hget(KEYS.taken(), "xu:pear")).isNull();
    }

    @Test
    void theViewerLimitCountsAcrossOrdersAndIsFreeAgainAfterACancel() {
        assertThat(functions.place(order("a", "li", "pear:1:-")).get(0)).startsWith("+");
        assertThat(functions.place(order("b", "li", "pear:2:-"))).containsExactly("-viewer_limit pear 2 1");
        assertThat(functions.place(order("b", "li", "pear:1:-")).get(0)).startsWith("+");
        assertThat(functions.place(order("c", "li", "pear:1:-"))).containsExactly("-viewer_limit pear 2 2");
        assertThat(functions.place(order("d", "xu", "pear:1:-")).get(0)).startsWith("+");

        assertThat(functions.cancel("li", "a")).startsWith("+");

        assertThat(functions.place(order("c", "li", "pear:1:-")).get(0)).startsWith("+");
    }

    @Test
    void theViewerLimitCountsWithinABatch() {
        List<String> answers = functions.place(
                order("a", "li", "pear:1:-"),
                order("b", "li", "pear:1:-"),
                order("c", "li", "pear:1:-"),
                order("d", "xu", "pear:1:-"),
                order("e", "li", "melon:1:-"));

        assertThat(answers).extracting(answer -> answer.substring(0, 2)).containsExactly("+c", "+c", "-v", "+c", "+c");
        assertThat(functions.commands().hget(KEYS.taken(), "li:pear")).isEqualTo("2");
    }

    @Test
    void aRepeatInsideABatchMeetsItsOrder() {
        List<String> answers = functions.place(
                order("a", "li", "melon:4:-"), order("b", "xu", "melon:5:-"), order("a", "li", "melon:4:-"));

        assertThat(answers.get(2)).isEqualTo('=' + answers.get(0).substring(1));
        assertThat(functions.pool("melon")).isEqualTo(new Pool(1, 0, 9));
    }

    @Test
    void aRepeatMeetsItsOrderWhateverHasHappenedSince() {
        String record = functions.place(order("a", "li", "melon:10:-")).get(0).substring(1);
        String[] repeats = {order("a", "li", "melon:10:-"), order("a", "li", "melon:10:1")};

        assertThat(functions.place(repeats)).containsOnly('=' + record);
        functions.offer("melon", "close");
        assertThat(functions.place(repeats)).containsOnly('=' + record);
        functions.session("end");
        assertThat(functions.place(repeats)).containsOnly('=' + record);
        assertThat(functions.cancel("li", "a")).startsWith("+x");
        assertThat(functions.place(repeats))
                .allSatisfy(answer -> assertThat(answer).startsWith("=x "));
    }

    @Test
    void theSameKeyWithAnotherBodyIsAMismatch() {
        String other = order("a", "li", "melon:1:-").replace("a--------------- ", "other----------- ");

        assertThat(functions.place(order("a", "li", "melon:1:-"), other))
                .element(1)
                .isEqualTo("-idempotency_mismatch");
        assertThat(functions.place(other)).containsExactly("-idempotency_mismatch");
    }

    @Test
    void aRefusalIsNotRemembered() {
        assertThat(functions.place(order("a", "li", "melon:11:-"))).containsExactly("-sold_out melon 10");
        functions.offer("melon", "stock", "1");
        assertThat(functions.place(order("a", "li", "melon:11:-")).get(0)).startsWith("+");
    }

    @Test
    void theExpectedPriceMustBeTheOffersPrice() {
        assertThat(functions.place(order("a", "li", "melon:1:3989"))).containsExactly("-price_changed melon 3990");
        functions.offer("melon", "price", "4100");
        assertThat(functions.place(order("a", "li", "melon:1:3990"), order("b", "li", "melon:1:4100")))
                .satisfiesExactly(
                        old -> assertThat(old).isEqualTo("-price_changed melon 4100"),
                        current -> assertThat(current).contains(" melon:1:4100 "));
    }

    @Test
    void anOfferSellsOnlyWhileItIsOpen() {
        functions.put("draft", 5, 0);
        functions.put("soon", 5, 0);
        functions.offer("soon", "open", "600000", "0");
        functions.put("short", 5, 0);
        functions.offer("short", "open", "0", "60000");
        functions.offer("melon", "close");

        assertThat(functions.place(order("a", "li", "draft:1:-"))).containsExactly("-offer_closed draft");
        assertThat(functions.place(order("b", "li", "soon:1:-"))).containsExactly("-offer_closed soon");
        assertThat(functions.place(order("c", "li", "melon:1:-"))).containsExactly("-offer_closed melon");
        assertThat(functions.place(order("d", "li", "short:1:-")).get(0)).startsWith("+");
        functions.commands().hset(KEYS.meta(), "offset", "60001");
        assertThat(functions.place(order("e", "li", "short:1:-"))).containsExactly("-offer_closed short");
        functions.commands().hset(KEYS.meta(), "offset", "600001");
        assertThat(functions.place(order("f", "li", "soon:1:-")).get(0)).startsWith("+");
    }

    @Test
    void aSessionSellsOnlyWhileItIsLive() {
        functions.session("pause");
        assertThat(functions.place(order("a", "li", "melon:1:-"))).containsExactly("-session_not_live paused");
        functions.session("resume");
        assertThat(functions.place(order("a", "li", "melon:1:-")).get(0)).startsWith("+");
        functions.session("end");
        assertThat(functions.place(order("b", "li", "melon:1:-"))).containsExactly("-session_not_live ended");
    }

    @Test
    void theLastUnitIsSoldAndNotOneMore() {
        String[] orders = new String[14];
        for (int i = 0; i < orders.length; i++) {
            orders[i] = order("o" + i, "viewer" + i, "melon:1:-");
        }

        List<String> answers = functions.place(orders);

        assertThat(answers.subList(0, 10))
                .allSatisfy(answer -> assertThat(answer).startsWith("+"));
        assertThat(answers.subList(10, 14)).containsOnly("-sold_out melon 0");
        assertThat(functions.pool("melon")).isEqualTo(new Pool(0, 0, 10));
    }

    @Test
    void anUnknownOfferIsNotFound() {
        assertThat(functions.place(order("a", "li", "melon:1:-,durian:1:-"))).containsExactly("-not_found durian");
    }

    @Test
    void deliveryMustBeGivenWhereAnOfferNeedsIt() {
        functions.offer("kiwi", "put", terms("1000", "CNY", 0, "1", "5"));
        functions.offer("kiwi", "open", "0", "0");

        assertThat(functions.place(order("a", "li", "kiwi:1:-"))).containsExactly("-invalid_request delivery kiwi");
        assertThat(functions.placeWith(order("a", "li", "kiwi:1:-"), "{\"name\":\"Li\"}"))
                .startsWith("+");
    }

    @Test
    void anOrderHasOneCurrency() {
        functions.offer("kiwi", "put", terms("1000", "EUR", 0, "0", "5"));
        functions.offer("kiwi", "open", "0", "0");

        assertThat(functions.place(order("a", "li", "melon:1:-,kiwi:1:-")))
                .containsExactly("-invalid_request currency kiwi");
        assertThat(functions.place(order("b", "li", "kiwi:1:-")).get(0)).contains(" EUR ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",",
                ":",
                "melon",
                "melon:1",
                "melon:1:",
                "melon::-",
                ":1:-",
                ",melon:1:-",
                "melon:1:-,",
                "melon:1:-:",
                "melon:1:-,,pear:1:-",
                "melon:1:-:pear:1:-",
                "melon:1:-,x,pear:1:-",
                "melon:1:-,pear:1",
                "melon:1:-:-",
                "melon:1:-;pear:1:-",
                "melon:1:-,melon:1:-"
            })
    void linesWithGarbageInThemAreMalformed(String lines) {
        assertThat(functions.place(order("a", "li", lines), order("b", "li", "melon:1:-")))
                .satisfiesExactly(
                        malformed -> assertThat(malformed).isEqualTo("-invalid_request malformed"),
                        sound -> assertThat(sound).startsWith("+"));
        assertThat(functions.pool("pear")).isEqualTo(new Pool(3, 0, 0));
    }

    @Test
    void anOrderOfTooFewFieldsIsMalformed() {
        assertThat(functions.place("", " ", "x", id("a") + " fp li = live", id("a") + "  li = live melon:1:-"))
                .containsOnly("-invalid_request malformed");
    }

    @Test
    void anOrderHasTwentyLinesAtMost() {
        StringBuilder lines = new StringBuilder("melon:1:-");
        for (int i = 1; i <= 20; i++) {
            functions.sell("kiwi" + i, 1, 0);
            lines.append(",kiwi").append(i).append(":1:-");
        }
        String twentyOne = lines.toString();

        assertThat(functions.place(order("a", "li", twentyOne))).containsExactly("-invalid_request malformed");
        assertThat(functions
                        .place(order("b", "li", twentyOne.substring(twentyOne.indexOf(',') + 1)))
                        .get(0))
                .startsWith("+");
    }
}

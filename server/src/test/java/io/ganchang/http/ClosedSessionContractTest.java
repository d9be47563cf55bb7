package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.ShowForTest;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import io.ganchang.redis.OffLoopRedis;
import io.ganchang.redis.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A session that was closed is in the ledger alone, and every question about it is answered from there. */
class ClosedSessionContractTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String KIWI = "{'lines':[{'offer':'kiwi','quantity':2,'expectedPriceMinor':3990}],"
            + "'delivery':{'division':'330602001001','name':'李四','phone':'13800000000','street':'村口'}}";

    private static MarketForTest market;
    private static ShowForTest show;
    private static String bought;
    private static String cancelled;

    @BeforeAll
    static void closeASession() {
        market = MarketForTest.start(
                "sessions.closeAfterDays=0", "sessions.closeCheckSeconds=1", "ledger.trimMarginEvents=0");
        show = market.show().open("melon", 10).open("kiwi", 5, ",'limitPerViewer':3");
        bought = show.buy("ayi", "k1", "melon", 3).expect(201).at("id").textValue();
        cancelled =
                show.order("ayi", "k2").json(KIWI).send().expect(201).at("id").textValue();
        cancel("ayi", cancelled).expect(200);
        show.move("end").expect(200);
        Awaitility.await().atMost(PATIENCE).until(() -> keysOf(show).isEmpty());
    }

    @AfterAll
    static void stop() {
        market.close();
    }

    private static List<String> keysOf(ShowForTest of) {
        try (OffLoopRedis redis = OffLoopRedis.toSocket(EmbeddedRedis.socketOf(market.folder()))) {
            return redis.connect().sync().keys("ganchang:{" + of.session() + "}:*");
        }
    }

    private static Reply cancel(String viewer, String order) {
        return market.post("/v1/orders/" + order + "/cancel")
                .as(show.viewer(viewer))
                .send();
    }

    @Test
    void theSessionIsShownWithItsFinalNumbers() {
        JsonNode seen = show.seen();
        assertThat(seen.path("state").textValue()).isEqualTo("closed");
        assertThat(seen.path("title").textValue()).isEqualTo("A show");
        assertThat(seen.path("offers").findValuesAsText("state")).containsExactly("closed", "closed");
        assertThat(show.seen("melon").path("available").longValue()).isEqualTo(7);
        assertThat(show.seen("melon").path("total").longValue()).isEqualTo(10);
        assertThat(show.seen("kiwi").path("available").longValue()).isEqualTo(5);
        assertThat(show.seen("kiwi").path("limitPerViewer").longValue()).isEqualTo(3);
    }

    @Test
    void itsHostStillReadsItsBooks() {
        Reply orders =
                market.get(show.path() + "/orders").as(show.host()).send().expect(200);
        assertThat(orders.at("items").findValuesAsText("id")).containsExactlyInAnyOrder(bought, cancelled);
        assertThat(market.get(show.path() + "/orders?phoneLast4=0000")
                        .as(show.host())
                        .send()
                        .expect(200)
                        .at("items")
                        .findValuesAsText("id"))
                .containsExactly(cancelled);
        assertThat(market.get(show.path() + "/log")
                        .as(show.host())
                        .send()
                        .expect(200)
                        .at("items"))
                .isNotEmpty();
        market.get(show.path() + "/orders")
                .as(market.token(Role.HOST, "stranger"))
                .send()
                .expect(Problem.FORBIDDEN);
    }

    @Test
    void itsBooksAreProvedFromLedgerAndFile() {
        JsonNode audit = show.audit();
        assertThat(audit.at("/offers/1/offer").textValue()).isEqualTo("melon");
        assertThat(audit.at("/offers/1/sold").longValue()).isEqualTo(3);
        assertThat(audit.at("/offers/1/total").longValue()).isEqualTo(10);
        assertThat(audit.at("/orders").longValue()).isEqualTo(2);
    }

    @Test
    void theSessionIsListedAmongTheClosedOnesAndAmongAll() {
        ShowForTest live = market.show();
        assertThat(listed("?state=closed")).contains(show.session()).doesNotContain(live.session());
        assertThat(listed("?state=live")).contains(live.session()).doesNotContain(show.session());
        assertThat(listed("?state=ended")).doesNotContain(show.session());
        assertThat(listed("")).contains(show.session(), live.session());
    }

    private static List<String> listed(String query) {
        List<String> ids = new ArrayList<>();
        for (JsonNode item :
                market.get("/v1/sessions" + query).send().expect(200).at("items")) {
            ids.add(item.path("id").textValue());
        }
        return ids;
    }

    @Test
    void ordersAreReadAndListedByWhoeverPlacedThem() {
        Reply order = market.get("/v1/orders/" + bought).as(show.viewer("ayi")).send();
        assertThat(order.expect(200).at("state").textValue()).isEqualTo("confirmed");
        assertThat(order.at("amountMinor").longValue()).isEqualTo(3 * 3990);
        market.get("/v1/orders/" + bought).as(show.viewer("shushu")).send().expect(Problem.NOT_FOUND);
        Reply list = market.get("/v1/orders").as(show.viewer("ayi")).send().expect(200);
        assertThat(list.at("items").findValuesAsText("id")).contains(bought, cancelled);
    }

    @Test
    void aRepeatMeetsItsOrderAsItIsNow() {
        Reply repeated = show.buy("ayi", "k1", "melon", 3).expect(200);
        assertThat(repeated.header("Idempotent-Replayed")).hasValue("true");
        assertThat(repeated.at("id").textValue()).isEqualTo(bought);
        Reply delivered = show.order("ayi", "k2").json(KIWI).send().expect(200);
        assertThat(delivered.at("id").textValue()).isEqualTo(cancelled);
        assertThat(delivered.at("state").textValue()).isEqualTo("cancelled");
        show.order("ayi", "k2")
                .json(KIWI.replace(",'expectedPriceMinor':3990", ""))
                .send()
                .expect(200);
    }

    @Test
    void anotherBodyUnderTheKeyIsAMismatch() {
        show.buy("ayi", "k1", "melon", 4).expect(Problem.IDEMPOTENCY_MISMATCH);
        show.order("ayi", "k2").json(KIWI.replace("村口", "村尾")).send().expect(Problem.IDEMPOTENCY_MISMATCH);
    }

    @Test
    void aNewOrderFindsTheSessionNotLive() {
        show.buy("ayi", "k3", "melon", 1).expect(Problem.SESSION_NOT_LIVE);
        show.buy("shushu", "k1", "melon", 3).expect(Problem.SESSION_NOT_LIVE);
    }

    @Test
    void ordersStandAsTheyAre() {
        cancel("ayi", bought).expect(Problem.ORDER_STATE);
        assertThat(cancel("ayi", cancelled).expect(200).at("state").textValue()).isEqualTo("cancelled");
        cancel("shushu", bought).expect(Problem.NOT_FOUND);
        cancel("ayi", show.session() + ".AAAAAAAAAAAAAAAAAAAAAA").expect(Problem.NOT_FOUND);
    }

    @Test
    void noCommandIsTaken() {
        for (String action : List.of("start", "pause", "resume", "end")) {
            show.move(action).expect(Problem.SESSION_STATE);
        }
        for (String action : List.of("open", "close", "pin", "unpin")) {
            show.command("melon", action, "{}").expect(Problem.SESSION_STATE);
        }
        show.command("melon", "price", "{'priceMinor':1}").expect(Problem.SESSION_STATE);
        show.stock("melon", "truck", "{'delta':5,'reason':'late'}").expect(Problem.SESSION_STATE);
        show.put("plum", 3, "").expect(Problem.SESSION_STATE);
        put(show.host()).expect(Problem.SESSION_STATE);
        put(market.token(Role.OPS, "boss")).expect(Problem.SESSION_STATE);
        assertThat(keysOf(show)).isEmpty();
    }

    private static Reply put(String token) {
        return market.put(show.path()).as(token).json("{'title':'Again'}").send();
    }

    @Test
    void strangersAreToldNoMoreThanBefore() {
        String stranger = market.token(Role.HOST, "stranger");
        put(stranger).expect(Problem.FORBIDDEN);
        market.post(show.path() + "/start").as(stranger).send().expect(Problem.FORBIDDEN);
        market.post(show.path("melon") + "/close").as(stranger).send().expect(Problem.FORBIDDEN);
    }

    @Test
    void aSessionThatIsStillOnIsNotTouched() {
        ShowForTest live = market.show().open("melon", 2);
        ShowForTest paused = market.show().open("melon", 2);
        paused.move("pause").expect(200);
        ShowForTest ended = market.show().open("melon", 2);
        ended.move("end").expect(200);
        Awaitility.await().atMost(PATIENCE).until(() -> keysOf(ended).isEmpty());
        live.buy("ayi", "k", "melon", 1).expect(201);
        assertThat(paused.seen().path("state").textValue()).isEqualTo("paused");
        live.audit();
        paused.audit();
    }
}

package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.app.Call;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.SharedMarket;
import io.ganchang.app.ShowForTest;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedMarket.class)
class SessionBooksContractTest {
    private static final String HEADER = "\ufefforder,state,offer,quantity,priceMinor,amountMinor,currency,name,phone,"
            + "division,street,viewer,channel,createdAt,updatedAt,reason";

    private final MarketForTest market;
    private final ShowForTest show;

    SessionBooksContractTest(MarketForTest market) {
        this.market = market;
        this.show = market.show().open("melon", 100);
    }

    private Call get(String path, String token) {
        return market.get(show.path() + path).as(token);
    }

    private Reply get(String path) {
        return get(path, show.host()).send();
    }

    private Reply csv(String query) {
        return get("/orders" + query, show.host()).header("Accept", "text/csv").send();
    }

    private String buy(String viewer, String phone, String street) {
        return show.order(viewer, "k-" + viewer)
                .json("{'lines':[{'offer':'melon','quantity':2}],'delivery':{'division':'330602001001',"
                        + "'name':'王芳','phone':'" + phone + "','street':'" + street + "'}}")
                .send()
                .expect(201)
                .at("id")
                .textValue();
    }

    private static List<String> ids(Reply page) {
        List<String> ids = new ArrayList<>();
        page.at("items").forEach(item -> ids.add(item.path("id").textValue()));
        return ids;
    }

    @Test
    void aHostSeesTheOrderJustPlacedWithWhereItGoes() {
        for (int i = 0; i < 10; i++) {
            String id = buy("buyer-" + i, "1380000000" + i, "人民路1号");
            assertThat(get("/orders").expect(200).at("items/0/id").textValue()).isEqualTo(id);
        }
        JsonNode newest = get("/orders?limit=1").at("items/0");
        assertThat(newest.path("delivery").toString())
                .isEqualTo("{\"division\":\"330602001001\",\"name\":\"王芳\",\"phone\":\"13800000009\","
                        + "\"street\":\"人民路1号\"}");
        assertThat(newest.path("viewer").textValue()).isEqualTo("buyer-9");
        show.buy("nowhere", "k", "melon", 1).expect(201);
        assertThat(get("/orders?limit=1").at("items/0/delivery").isNull()).isTrue();
    }

    @Test
    void anOrderIsFoundByTheLastDigitsOfItsTelephone() {
        String plain = buy("a", "13800004711", "1");
        String spaced = buy("b", "+86 138 0000 47-11", "2");
        buy("c", "13847110000", "4711"); // elsewhere in the number, and in another field
        show.buy("d", "k", "melon", 1).expect(201);
        assertThat(ids(get("/orders?phoneLast4=4711").expect(200))).containsExactly(spaced, plain);
        assertThat(ids(get("/orders?phoneLast4=4711&limit=1"))).containsExactly(spaced);
        assertThat(ids(get("/orders?phoneLast4=4711&limit=1&after=" + spaced))).containsExactly(plain);
        assertThat(get("/orders?phoneLast4=9999").expect(200).text()).isEqualTo("{\"items\":[],\"next\":null}");
    }

    @Test
    void ordersAreFoundByTheirState() {
        String kept = buy("a", "13800000001", "1");
        String cancelled = buy("b", "13800000002", "1");
        market.post("/v1/orders/" + cancelled + "/cancel")
                .as(show.viewer("b"))
                .send()
                .expect(200);
        assertThat(ids(get("/orders?state=confirmed"))).containsExactly(kept);
        assertThat(ids(get("/orders?state=cancelled"))).containsExactly(cancelled);
        assertThat(ids(get("/orders?state=cancelled&phoneLast4=0001"))).isEmpty();
        assertThat(ids(get("/orders?state=held"))).isEmpty();
    }

    @Test
    void theListComesInPagesAndOfOneSessionOnly() {
        List<String> placed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            placed.add(buy("buyer-" + i, "1380000000" + i, "1"));
        }
        ShowForTest other = market.show().open("melon", 1);
        String foreign = other.buy("buyer-0", "k", "melon", 1).at("id").textValue();
        List<String> listed = new ArrayList<>();
        String after = "";
        do {
            Reply page = get("/orders?limit=2" + after).expect(200);
            listed.addAll(ids(page));
            after = page.at("next").isNull() ? "" : "&after=" + page.at("next").textValue();
        } while (!after.isEmpty());
        assertThat(listed).containsExactlyInAnyOrderElementsOf(placed);
        assertThat(get("/orders?after=" + foreign).expect(200).text()).isEqualTo("{\"items\":[],\"next\":null}");
    }

    @Test
    void whatASearchDoesNotKnowIsRefused() {
        for (String digits : List.of("", "123", "12345", "12a4", "%25%25%25%25", "１２３４")) {
            market.call("GET", show.path() + "/orders?phoneLast4=" + encoded(digits))
                    .as(show.host())
                    .send()
                    .expectInvalidAt("phoneLast4");
        }
        get("/orders?state=sold").expectInvalidAt("state");
        get("/orders?limit=0").expectInvalidAt("limit");
        get("/orders?limit=201").expectInvalidAt("limit");
        get("/orders?after=x").expectInvalidAt("after");
        get("/orders?phone=1").expectInvalidAt("phone");
        get("/orders?state=held&state=confirmed").expectInvalidAt("state");
        csv("?limit=5").expectInvalidAt("limit");
        csv("?state=sold").expectInvalidAt("state");
    }

    private static String encoded(String text) {
        return text.startsWith("%") ? text : URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void theFileHasARowForEachLine() {
        show.open("pear", 10);
        String id = show.order("a", "k")
                .json("{'lines':[{'offer':'melon','quantity':2},{'offer':'pear','quantity':1}],"
                        + "'delivery':{'name':'王芳','phone':'13800000000','street':'1, 2'}}")
                .send()
                .expect(201)
                .at("id")
                .textValue();
        Reply file = csv("").expect(200);
        assertThat(file.header("Content-Type").orElseThrow()).startsWith("text/csv; charset=utf-8");
        assertThat(file.header("Content-Disposition"))
                .hasValue("attachment; filename=\"" + show.session() + "-orders.csv\"");
        assertThat(file.text()).endsWith("\r\n");
        String[] rows = file.text().split("\r\n");
        assertThat(rows).hasSize(3);
        assertThat(rows[0]).isEqualTo(HEADER);
        assertThat(rows[1])
                .startsWith(id + ",confirmed,melon,2,3990,7980,CNY,王芳,13800000000,,\"1, 2\",a,live,")
                .endsWith("Z,");
        assertThat(rows[2]).startsWith(id + ",confirmed,pear,1,3990,3990,CNY,王芳,");
    }

    @Test
    void theFileHasAllOrdersHoweverManyPagesTheyFill() {
        ShowForTest big = market.show().open("melon", 2_000);
        for (int i = 0; i < OrderFile.PAGE + 20; i++) {
            big.buy("buyer-" + i, "k", "melon", 1).expect(201);
        }
        String[] rows = market.get(big.path() + "/orders?state=confirmed")
                .as(big.host())
                .header("Accept", "text/csv")
                .send()
                .expect(200)
                .text()
                .split("\r\n");
        assertThat(rows).hasSize(1 + OrderFile.PAGE + 20).doesNotHaveDuplicates();
    }

    @Test
    void whatBuyersWriteIsNoFormula() {
        buy("-dash", "+8613800000000", "=HYPERLINK(\\\"http://x\\\")");
        assertThat(csv("").expect(200).text())
                .contains(",'+8613800000000,", ",\"'=HYPERLINK(\"\"http://x\"\")\",", ",'-dash,");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/json",
                "text/html",
                "text/csv;q=0",
                "application/json, text/csv;q=0.5",
                ";,=/"
            })
    void everyoneElseGetsJson(String accept) {
        Reply reply =
                get("/orders", show.host()).header("Accept", accept).send().expect(200);
        assertThat(reply.header("Content-Type")).hasValue("application/json");
    }

    @Test
    void theLogHasEveryCommandWithWhoWhenAndWhy() {
        show.stock("melon", "truck", "{'delta':50,'reason':'second truck'}").expect(200);
        show.stock("melon", "truck", "{'delta':50,'reason':'second truck'}").expect(200); // a repeat is no command
        buy("a", "13800000000", "1");
        show.command("melon", "price", "{'priceMinor':3900}").expect(200);
        show.stock("melon", "back", "{'delta':-7}").expect(200);
        market.post(show.path() + "/pause")
                .as(market.token(Role.OPS, "duty"))
                .json("{'reason':'rain'}")
                .send()
                .expect(200);
        List<String> log = new ArrayList<>();
        for (JsonNode command : get("/log").expect(200).at("items")) {
            log.add(String.join(
                    " ",
                    command.path("type").asText(),
                    command.path("actor").asText().replace(show.session(), "show"),
                    command.path("offer").asText(),
                    command.path("stockDelta").asText(),
                    command.path("priceMinor").asText(),
                    command.path("state").asText(),
                    command.path("reason").asText()));
        }
        assertThat(log)
                .containsExactly(
                        "session.paused duty null null null paused rain",
                        "offer.stock_changed host-show melon -7 3900 null null",
                        "offer.price_changed host-show melon null 3900 null null",
                        "offer.stock_changed host-show melon 50 3990 null second truck",
                        "offer.opened host-show melon null 3990 null null",
                        "offer.created host-show melon 100 3990 null null",
                        "session.started host-show null null null live null",
                        "session.created host-show null null null scheduled null");
    }

    @Test
    void theLogComesInPages() {
        Reply first = get("/log?limit=3").expect(200);
        Reply second = get("/log?limit=3&after=" + first.at("next").textValue()).expect(200);
        assertThat(ids(first)).hasSize(3);
        assertThat(ids(second)).hasSize(1).doesNotContainAnyElementsOf(ids(first));
        assertThat(second.at("next").isNull()).isTrue();
        get("/log?after=3").expectInvalidAt("after");
        get("/log?after=elsewhere.1.3").expectInvalidAt("after");
        get("/log?state=live").expectInvalidAt("state");
        get("/log?limit=1000").expectInvalidAt("limit");
    }

    @Test
    void theBooksOpenToWhoeverMayCommandTheSession() {
        market.put(show.path())
                .as(show.host())
                .json("{'title':'A show','operators':['chang-kong']}")
                .send()
                .expect(200);
        for (String path : List.of("/orders", "/log")) {
            get(path, market.token(Role.HOST, "chang-kong")).send().expect(200);
            get(path, market.token(Role.OPS, "duty")).send().expect(200);
            get(path, market.token(Role.HOST, "another-host")).send().expect(Problem.FORBIDDEN);
            for (Role role : List.of(Role.VIEWER, Role.PARTNER)) {
                get(path, market.token(role, "host-" + show.session())).send().expect(Problem.FORBIDDEN);
            }
            market.get(show.path() + path).send().expect(Problem.UNAUTHORIZED);
            market.get("/v1/sessions/nowhere" + path).as(show.host()).send().expect(Problem.NOT_FOUND);
            market.get("/v1/sessions/a%20b" + path).as(show.host()).send().expect(Problem.NOT_FOUND);
        }
        get("/orders", market.token(Role.HOST, "another-host"))
                .header("Accept", "text/csv")
                .send()
                .expect(Problem.FORBIDDEN);
    }

    @Test
    void aDismissedOperatorReadsNothingMore() {
        String operator = market.token(Role.HOST, "chang-kong");
        market.put(show.path())
                .as(show.host())
                .json("{'title':'t','operators':['chang-kong']}")
                .send()
                .expect(200);
        get("/log", operator).send().expect(200);
        market.put(show.path()).as(show.host()).json("{'title':'t'}").send().expect(200);
        get("/log", operator).send().expect(Problem.FORBIDDEN);
    }
}

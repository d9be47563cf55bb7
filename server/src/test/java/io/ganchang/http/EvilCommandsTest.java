package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.SharedMarket;
import io.ganchang.app.ShowForTest;
import io.ganchang.domain.Problem;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no order may be, no command may be either: every call that takes a body refuses it, and changes nothing. */
@ExtendWith(SharedMarket.class)
class EvilCommandsTest {
    private static final List<String> NO_WHOLE_NUMBERS =
            List.of("1.0", "1e3", "1E0", "9007199254740993", "9223372036854775808", "'1'", "true", "[1]", "{'a':1}");
    private static final List<String> NO_JSON = List.of("NaN", "-Infinity", "0x10", "01", "+1", "tru", "\u0000");
    private static final List<String> NO_OBJECTS =
            List.of("[]", "1", "null", "'text'", "{}{}", "{} x", "{", "{'a':}", "{a:1}", "\u0000", "{/**/}", " ");

    private final MarketForTest market;
    private final ShowForTest show;
    private JsonNode before;

    EvilCommandsTest(MarketForTest market) {
        this.market = market;
        this.show = market.show().open("melon", 10);
        this.before = show.seen();
    }

    @BeforeEach
    void remember() {
        before = show.seen();
    }

    @AfterEach
    void nothingHasChangedAndTheServerIsWell() {
        assertThat(show.seen()).isEqualTo(before);
        assertThat(show.audit().at("/offers/0/sold").longValue()).isZero();
        show.buy("honest", "k", "melon", 1).expect(201);
    }

    /** Method, path below the session, and who may. */
    private record Route(String method, String path, boolean isHosts) {
        static Route host(String method, String path) {
            return new Route(method, path, true);
        }
    }

    private static List<Route> routes() {
        return List.of(
                Route.host("PUT", ""),
                Route.host("PUT", "/offers/new"),
                Route.host("PUT", "/offers/melon"),
                Route.host("POST", "/start"),
                Route.host("POST", "/pause"),
                Route.host("POST", "/resume"),
                Route.host("POST", "/end"),
                Route.host("POST", "/offers/melon/open"),
                Route.host("POST", "/offers/melon/close"),
                Route.host("POST", "/offers/melon/pin"),
                Route.host("POST", "/offers/melon/unpin"),
                Route.host("POST", "/offers/melon/stock"),
                Route.host("POST", "/offers/melon/price"),
                new Route("POST", "/orders", false));
    }

    private Reply send(Route route, byte[] body) {
        return market.call(route.method(), show.path() + route.path())
                .as(route.isHosts() ? show.host() : show.viewer("evil"))
                .key("evil")
                .json(body)
                .send();
    }

    private Reply send(Route route, String json) {
        return send(route, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aBodyIsOneJsonObject(Route route) {
        for (String body : NO_OBJECTS) {
            send(route, body).expectInvalidAt("");
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aFieldNobodyKnowsIsNamed(Route route) {
        send(route, "{'colour':1}").expectInvalidAt("/colour");
        send(route, "{'a/b':1,'c~d':2}").expectInvalidAt("/a~1b", "/c~0d");
        send(route, "{'colour':1,'colour':1}").expectInvalidAt("");
    }

    @ParameterizedTest
    @MethodSource("routes")
    void depthAndSizeAreBounded(Route route) {
        send(route, "{'a':" + "[".repeat(2_000)).expect(Problem.INVALID_REQUEST);
        send(route, "{'a':" + "[".repeat(20_000)).expect(Problem.PAYLOAD_TOO_LARGE);
        send(route, "{'a':" + "1".repeat(1_000) + "}").expect(Problem.INVALID_REQUEST);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void onlyUtf8IsRead(Route route) {
        String text = "{\"reason\":\"\u738b\"}";
        for (String charset : List.of("UTF-16", "UTF-16LE", "UTF-32BE", "GBK")) {
            send(route, text.getBytes(Charset.forName(charset))).expect(Problem.INVALID_REQUEST);
        }
        for (String bytes : List.of("\u00ff", "\u00c0\u00af", "\u00ed\u00a0\u0080", "\u00f4\u0090\u0080\u0080")) {
            send(route, ("{\"reason\":\"" + bytes + "\"}").getBytes(StandardCharsets.ISO_8859_1))
                    .expectInvalidAt("");
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void onlyJsonIsTaken(Route route) {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "application/json+x", "*/*")) {
            market.call(route.method(), show.path() + route.path())
                    .as(route.isHosts() ? show.host() : show.viewer("evil"))
                    .key("evil")
                    .header("Content-Type", type)
                    .body("{}")
                    .send()
                    .expect(Problem.UNSUPPORTED_MEDIA_TYPE);
        }
    }

    @Test
    void aNumberIsAWholeOneInItsRange() {
        for (String number : NO_WHOLE_NUMBERS) {
            show.command("melon", "price", "{'priceMinor':" + number + "}").expectInvalidAt("/priceMinor");
            show.stock("melon", "k", "{'delta':" + number + "}").expectInvalidAt("/delta");
            show.command("melon", "open", "{'countdownSeconds':" + number + "}").expectInvalidAt("/countdownSeconds");
            show.command("melon", "open", "{'forSeconds':" + number + "}").expectInvalidAt("/forSeconds");
            show.put("new", 1, ",'limitPerViewer':" + number).expectInvalidAt("/limitPerViewer");
            show.put("new", 1, ",'holdSeconds':" + number).expectInvalidAt("/holdSeconds");
        }
        for (String number : NO_JSON) {
            show.command("melon", "price", "{'priceMinor':" + number + "}").expectInvalidAt("");
        }
    }

    @Test
    void everyRangeHasItsEnds() {
        show.command("melon", "price", "{'priceMinor':-1}").expectInvalidAt("/priceMinor");
        show.command("melon", "price", "{'priceMinor':1000000001}").expectInvalidAt("/priceMinor");
        show.command("melon", "price", "{'priceMinor':2147483648}").expectInvalidAt("/priceMinor");
        show.command("melon", "open", "{'countdownSeconds':-1}").expectInvalidAt("/countdownSeconds");
        show.command("melon", "open", "{'forSeconds':0}").expectInvalidAt("/forSeconds");
        show.stock("melon", "k", "{'delta':0}").expectInvalidAt("/delta");
        show.stock("melon", "k", "{'delta':-2147483648}").expectInvalidAt("/delta");
        show.put("new", -1, "").expectInvalidAt("/stock");
        show.put("new", 2_147_483_648L, "").expectInvalidAt("/stock");
    }

    @Test
    void textsAreBoundedAndClean() {
        for (String text : List.of("", " ", "a\\u0000b", "a\\nb", "\\ud800", "\\u2028", "\\u0085", "x".repeat(501))) {
            show.command("melon", "close", "{'reason':'" + text + "'}").expectInvalidAt("/reason");
        }
        for (String currency : List.of("", "cny", "CN", "YUAN", "XYZ", "C\\u0000Y")) {
            market.put(show.path("new"))
                    .as(show.host())
                    .json("{'title':'x','unit':'x','priceMinor':1,'stock':1,'currency':'" + currency + "'}")
                    .send()
                    .expectInvalidAt("/currency");
        }
    }

    @Test
    void callsWithoutABodyTakeNone() {
        for (String body : List.of("{'a':1}", "[]", "x")) {
            market.post("/v1/guest").json(body).send().expect(Problem.INVALID_REQUEST);
        }
        market.post("/v1/guest").body("x").send().expect(Problem.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void idsOfOtherShapesLeadNowhere() {
        String viewer = show.viewer("evil");
        for (String id :
                List.of("%7B%7D", "%2e%2e", "..%2f..", "a%0d%0ab", "x.y", "%00", "x.AAAAAAAAAAAAAAAAAAAAA%2B")) {
            market.get("/v1/orders/" + id).as(viewer).send().expect(Problem.NOT_FOUND);
            market.post("/v1/orders/" + id + "/cancel").as(viewer).send().expect(Problem.NOT_FOUND);
            market.post("/v1/sessions/" + id + "/orders")
                    .as(viewer)
                    .key("k")
                    .json(ShowForTest.lines("melon", 1))
                    .send()
                    .expect(Problem.NOT_FOUND);
        }
    }
}

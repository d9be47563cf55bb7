package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.app.MarketForTest;
import io.ganchang.app.RawHttp;
import io.ganchang.app.Reply;
import io.ganchang.app.SharedMarket;
import io.ganchang.app.ShowForTest;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, headers and methods that no honest client sends. */
@ExtendWith(SharedMarket.class)
class EvilRequestsTest {
    private final MarketForTest market;
    private final ShowForTest show;
    private final RawHttp raw;

    EvilRequestsTest(MarketForTest market) {
        this.market = market;
        this.show = market.show().open("melon", 10);
        this.raw = market.raw();
    }

    @AfterEach
    void nothingWasTakenAndTheServerIsWell() {
        assertThat(show.audit().at("/offers/0/sold").longValue()).isZero();
        show.buy("honest", "k", "melon", 1).expect(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{x}",
                "..",
                "%2e%2e",
                "a%2fb",
                "a%0d%0aX-Evil:%201",
                "a%00",
                "%7Bshow%7D",
                "a.b",
                "%E7%93%9C",
                "*",
                "%20",
                "a:b",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void anIdInAPathIsAnIdOrNothing(String id) {
        String ops = "Authorization: Bearer " + market.token(Role.OPS, "duty");
        String viewer = "Authorization: Bearer " + show.viewer("evil");
        List<Reply> replies = List.of(
                raw.send("GET /v1/sessions/" + id + " HTTP/1.1"),
                raw.send("POST /v1/sessions/" + id + "/start HTTP/1.1", ops),
                raw.send("GET /v1/orders/" + id + " HTTP/1.1", viewer),
                raw.send("POST /v1/orders/" + id + "/cancel HTTP/1.1", viewer),
                raw.send("POST " + show.path() + "/offers/" + id + "%20/open HTTP/1.1", ops),
                raw.send("POST /v1/sessions/" + id + "/orders HTTP/1.1", viewer, "Idempotency-Key: k"));
        for (Reply reply : replies) {
            assertThat(reply.status()).as(reply.text()).isIn(404, 405);
            assertThat(reply.at("status").intValue()).isEqualTo(reply.status());
            assertThat(reply.header("X-Evil")).isEmpty();
        }
    }

    @Test
    void aPathThatCannotBeDecodedIsRefused() {
        for (String path : List.of("/v1/sessions/%", "/v1/sessions/%zz", "/v1/sessions/%c0%af", "/v1/sessions/%ff")) {
            Reply reply = raw.send("GET " + path + " HTTP/1.1");
            assertThat(reply.status()).as(path).isIn(400, 404);
            assertThat(reply.at("status").intValue()).as(reply.text()).isEqualTo(reply.status());
        }
    }

    @Test
    void aNewSessionOrOfferNeedsAFitId() {
        String ops = market.token(Role.OPS, "duty");
        market.put("/v1/sessions/a%20b").as(ops).json("{'title':'x'}").send().expectInvalidAt("session");
        market.put("/v1/sessions/" + "a".repeat(33))
                .as(ops)
                .json("{'title':'x'}")
                .send()
                .expectInvalidAt("session");
        market.put(show.path() + "/offers/a%7D").as(ops).json("{}").send().expectInvalidAt("offer");
    }

    @Test
    void nothingIsAtOtherPaths() {
        for (String path :
                List.of("/", "/v1", "/v1/", "/v1/sessions/", "/v2/sessions", "//v1//sessions", "/v1/sessions/../x")) {
            Reply reply = raw.send("GET " + path + " HTTP/1.1");
            assertThat(reply.status()).as(path).isIn(200, 404);
            assertThat(reply.header("Content-Type").orElse("")).contains("json");
        }
        market.get("/v1/nothing").send().expect(Problem.NOT_FOUND);
    }

    @Test
    void aMethodThatAPathDoesNotTakeIsNamed() {
        for (String path : List.of("/v1/guest", "/v1/sessions", show.path(), show.path() + "/orders", "/v1/orders")) {
            market.call("DELETE", path).send().expect(Problem.METHOD_NOT_ALLOWED);
        }
        market.put(show.path() + "/orders").send().expect(Problem.METHOD_NOT_ALLOWED);
        market.get(show.path() + "/start").send().expect(Problem.METHOD_NOT_ALLOWED);
        market.get(show.path("melon") + "/open").send().expect(Problem.METHOD_NOT_ALLOWED);
        market.put(show.path("melon") + "/stock").send().expect(Problem.METHOD_NOT_ALLOWED);
        market.post("/v1/sessions").send().expect(Problem.METHOD_NOT_ALLOWED);
        market.call("PATCH", "/v1/orders/x.AAAAAAAAAAAAAAAAAAAAAA").send().expect(Problem.METHOD_NOT_ALLOWED);
        assertThat(raw.send("BREW /v1/guest HTTP/1.1").status()).isIn(405, 501);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\tb", "\u00e9", "\u0001", "a,b\u007f", "a\u0000b"})
    void aKeyHasVisibleAsciiOnly(String key) {
        Reply reply = raw.send(
                "POST " + show.path() + "/orders HTTP/1.1",
                "Authorization: Bearer " + show.viewer("evil"),
                "Idempotency-Key: " + key);
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    }

    @Test
    void aKeyHasAtMostSixtyFourCharactersAndStandsOnce() {
        show.order("evil", "k".repeat(65))
                .json(ShowForTest.lines("melon", 1))
                .send()
                .expectInvalidAt("Idempotency-Key");
        show.order("evil", "k")
                .key("k")
                .json(ShowForTest.lines("melon", 1))
                .send()
                .expectInvalidAt("Idempotency-Key");
        market.post(show.path() + "/orders")
                .as(show.viewer("evil"))
                .json(ShowForTest.lines("melon", 1))
                .send()
                .expectInvalidAt("Idempotency-Key");
        String id = show.order("evil", "!~".repeat(32))
                .json(ShowForTest.lines("melon", 1))
                .send()
                .expect(201)
                .at("id")
                .textValue();
        market.post("/v1/orders/" + id + "/cancel")
                .as(show.viewer("evil"))
                .send()
                .expect(200);
    }

    @Test
    void anOrderTakesNoQueryParameters() {
        market.post(show.path() + "/orders?dry=1")
                .as(show.viewer("evil"))
                .key("k")
                .json(ShowForTest.lines("melon", 1))
                .send()
                .expectInvalidAt("dry");
        market.post(show.path("melon") + "/close?now").as(show.host()).send().expectInvalidAt("now");
    }

    @Test
    void aBodyThatIsTooLargeEndsTheConnection() throws IOException {
        String head = "POST " + show.path() + "/orders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + show.viewer("evil")
                + "\r\nIdempotency-Key: k\r\nContent-Type: application/json\r\n";
        for (String framing : List.of(
                "Content-Length: 104857600\r\n\r\n",
                "Content-Length: 99999999999999999999\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n2000\r\n" + " ".repeat(0x2000))) {
            try (Socket socket = new Socket(raw.host(), raw.port())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write((head + framing).getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).as(framing.strip()).matches("(?s)HTTP/1.1 (413|400) .*");
            }
        }
    }

    @Test
    void headersAndFirstLinesAreBounded() {
        assertThat(raw.send("GET /v1/sessions?after=" + "a".repeat(5_000) + " HTTP/1.1")
                        .status())
                .isEqualTo(414);
        assertThat(raw.send("GET /v1/sessions HTTP/1.1", "X-Long: " + "a".repeat(10_000))
                        .status())
                .isEqualTo(431);
        market.get(show.path()).header("X-Longish", "a".repeat(3_000)).send().expect(200);
    }
}

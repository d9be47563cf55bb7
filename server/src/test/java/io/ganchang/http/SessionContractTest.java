package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.SharedMarket;
import io.ganchang.app.ShowForTest;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedMarket.class)
class SessionContractTest {
    private static final String WHOLE = "{'title':'919','festival':'f-2026','startsAt':'2026-09-19T20:00:00+08:00',"
            + "'video':'https://example.org/live','rehearsal':true,'operators':['chang-kong']}";

    private final MarketForTest market;

    SessionContractTest(MarketForTest market) {
        this.market = market;
    }

    @Test
    void aSessionIsCreatedAsItsHostSays() {
        String path = "/v1/sessions/" + market.newName("born");
        Reply created = market.put(path)
                .as(market.token(Role.HOST, "li"))
                .json(WHOLE)
                .send()
                .expect(201);
        assertThat(Reply.names(created.json()))
                .contains("id", "title", "host", "state", "startsAt", "offers", "version");
        assertThat(created.at("host").textValue()).isEqualTo("li");
        assertThat(created.at("state").textValue()).isEqualTo("scheduled");
        assertThat(created.at("startsAt").textValue()).isEqualTo("2026-09-19T12:00:00Z");
        assertThat(created.at("offers")).isEmpty();
        assertThat(created.at("version").longValue()).isEqualTo(1);
        assertThat(created.header("ETag")).hasValue("\"1\"");
    }

    @Test
    void theSamePutAgainChangesNothing() {
        String path = "/v1/sessions/" + market.newName("again");
        String token = market.token(Role.HOST, "li");
        JsonNode created =
                market.put(path).as(token).json(WHOLE).send().expect(201).json();
        assertThat(market.put(path).as(token).json(WHOLE).send().expect(200).json())
                .isEqualTo(created);
    }

    @Test
    void anotherPutChangesTheTermsAndRaisesTheVersion() {
        ShowForTest show = market.show();
        Reply changed = market.put(show.path())
                .as(show.host())
                .json("{'title':'New'}")
                .send()
                .expect(200);
        assertThat(changed.at("title").textValue()).isEqualTo("New");
        assertThat(changed.header("ETag")).hasValue('"' + changed.at("version").asText() + '"');
        assertThat(show.seen()).isEqualTo(changed.json());
    }

    @Test
    void everyoneSeesASessionWithoutAToken() {
        ShowForTest show = market.show().open("melon", 5);
        Reply seen = market.get(show.path()).send().expect(200);
        assertThat(Reply.names(seen.at("offers/0")))
                .contains(
                        "id",
                        "title",
                        "unit",
                        "priceMinor",
                        "currency",
                        "state",
                        "available",
                        "total",
                        "limitPerViewer",
                        "opensAt",
                        "closesAt",
                        "pinned",
                        "payment",
                        "holdSeconds");
        assertThat(seen.header("ETag")).hasValue('"' + seen.at("version").asText() + '"');
        assertThat(seen.header("Content-Type")).hasValue("application/json");
    }

    @Test
    void anUnknownSessionIsNotFound() {
        market.get("/v1/sessions/nowhere").send().expect(Problem.NOT_FOUND);
        market.post("/v1/sessions/nowhere/start")
                .as(market.token(Role.OPS, "o"))
                .send()
                .expect(Problem.NOT_FOUND);
    }

    @Test
    void aShowStartsPausesResumesAndEnds() {
        ShowForTest show = ShowForTest.scheduled(market);
        assertThat(show.move("start").expect(200).at("state").textValue()).isEqualTo("live");
        assertThat(show.move("pause").expect(200).at("state").textValue()).isEqualTo("paused");
        assertThat(show.move("resume").expect(200).at("state").textValue()).isEqualTo("live");
        assertThat(show.move("end").expect(200).at("state").textValue()).isEqualTo("ended");
    }

    @Test
    void aMoveThatTheStateDoesNotAllowIsRefused() {
        ShowForTest show = ShowForTest.scheduled(market);
        show.move("pause").expect(Problem.SESSION_STATE);
        show.move("resume").expect(Problem.SESSION_STATE);
        show.move("start").expect(200);
        show.move("start").expect(Problem.SESSION_STATE);
        show.move("resume").expect(Problem.SESSION_STATE);
        show.move("end").expect(200);
        for (String move : List.of("start", "pause", "resume", "end")) {
            show.move(move).expect(Problem.SESSION_STATE);
        }
    }

    @Test
    void aMoveRepeatedWithItsKeyIsAnsweredAndDoneOnce() {
        ShowForTest show = ShowForTest.scheduled(market);
        for (int i = 0; i < 2; i++) {
            Reply started = market.post(show.path() + "/start")
                    .as(show.host())
                    .key("go")
                    .send()
                    .expect(200);
            assertThat(started.at("version").longValue()).isEqualTo(2);
        }
        market.post(show.path() + "/end").as(show.host()).key("go").send().expect(Problem.IDEMPOTENCY_MISMATCH);
    }

    @Test
    void aMoveMayGiveItsReason() {
        ShowForTest show = market.show();
        market.post(show.path() + "/pause")
                .as(show.host())
                .json("{'reason':'下雨了'}")
                .send()
                .expect(200);
        market.post(show.path() + "/resume")
                .as(show.host())
                .json("{'why':'x'}")
                .send()
                .expectInvalidAt("/why");
    }

    @Test
    void onlyItsHostItsOperatorsAndOpsCommandASession() {
        String path = "/v1/sessions/" + market.newName("ours");
        market.put(path).as(market.token(Role.HOST, "li")).json(WHOLE).send().expect(201);
        market.post(path + "/start").as(market.token(Role.HOST, "wang")).send().expect(Problem.FORBIDDEN);
        market.put(path).as(market.token(Role.HOST, "wang")).json(WHOLE).send().expect(Problem.FORBIDDEN);
        for (Role role : List.of(Role.VIEWER, Role.PARTNER)) {
            market.post(path + "/start").as(market.token(role, "li")).send().expect(Problem.FORBIDDEN);
        }
        market.post(path + "/start")
                .as(market.token(Role.HOST, "chang-kong"))
                .send()
                .expect(200);
        market.post(path + "/pause").as(market.token(Role.OPS, "duty")).send().expect(200);
        market.post(path + "/resume").send().expect(Problem.UNAUTHORIZED);
    }

    @Test
    void onlyOpsNameAnotherHost() {
        String path = "/v1/sessions/" + market.newName("given");
        String other = "{'title':'x','host':'zhao'}";
        market.put(path).as(market.token(Role.HOST, "li")).json(other).send().expect(Problem.FORBIDDEN);
        market.get(path).send().expect(Problem.NOT_FOUND);
        market.put(path).as(market.token(Role.OPS, "duty")).json(other).send().expect(201);
        market.put(path)
                .as(market.token(Role.HOST, "zhao"))
                .json("{'title':'x','host':'li'}")
                .send()
                .expect(Problem.FORBIDDEN);
        Reply mine = market.put(path)
                .as(market.token(Role.HOST, "zhao"))
                .json("{'title':'y'}")
                .send()
                .expect(200);
        assertThat(mine.at("host").textValue()).isEqualTo("zhao");
        Reply kept = market.put(path)
                .as(market.token(Role.OPS, "duty"))
                .json("{'title':'z'}")
                .send()
                .expect(200);
        assertThat(kept.at("host").textValue()).isEqualTo("zhao");
    }

    @Test
    void ifMatchMustHold() {
        ShowForTest show = ShowForTest.scheduled(market);
        market.put(show.path())
                .as(show.host())
                .header("If-Match", "\"7\"")
                .json("{'title':'no'}")
                .send()
                .expect(Problem.VERSION_CONFLICT);
        market.put(show.path())
                .as(show.host())
                .header("If-Match", "\"some-other-tag\"")
                .json("{'title':'no'}")
                .send()
                .expect(Problem.VERSION_CONFLICT);
        market.put(show.path())
                .as(show.host())
                .header("If-Match", "not a tag")
                .json("{'title':'no'}")
                .send()
                .expectInvalidAt("If-Match");
        market.put(show.path())
                .as(show.host())
                .header("If-Match", "\"1\"")
                .header("If-Match", "\"2\"")
                .json("{'title':'no'}")
                .send()
                .expectInvalidAt("If-Match");
        market.put(show.path())
                .as(show.host())
                .header("If-Match", "\"1\"")
                .json("{'title':'yes'}")
                .send()
                .expect(200);
        market.post(show.path() + "/start")
                .as(show.host())
                .header("If-Match", "\"1\"")
                .send()
                .expect(Problem.VERSION_CONFLICT);
        market.post(show.path() + "/start")
                .as(show.host())
                .header("If-Match", "*")
                .send()
                .expect(200);
    }

    @Test
    void ifMatchNeverHoldsForASessionThatIsNotThere() {
        String path = "/v1/sessions/" + market.newName("unborn");
        market.put(path)
                .as(market.token(Role.HOST, "li"))
                .header("If-Match", "\"1\"")
                .json("{'title':'x'}")
                .send()
                .expect(Problem.VERSION_CONFLICT);
        market.get(path).send().expect(Problem.NOT_FOUND);
    }

    @Test
    void sessionsAreListedByPageAndState() {
        List<String> mine = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            mine.add(market.show().session());
        }
        ShowForTest ended = market.show();
        ended.move("end").expect(200);

        List<String> all = list("/v1/sessions?limit=2");
        assertThat(all).containsAll(mine).contains(ended.session()).doesNotHaveDuplicates();
        assertThat(all).isSorted();
        assertThat(list("/v1/sessions?state=live&limit=2")).containsAll(mine).doesNotContain(ended.session());
        assertThat(list("/v1/sessions?state=ended&limit=1"))
                .contains(ended.session())
                .doesNotContainAnyElementsOf(mine);
    }

    /** Ids on all pages; every page but the last is full. */
    private List<String> list(String path) {
        List<String> ids = new ArrayList<>();
        int limit = Integer.parseInt(path.replaceAll(".*limit=", ""));
        String after = "";
        while (true) {
            Reply page = market.get(path + after).send().expect(200);
            assertThat(Reply.names(page.json())).containsExactly("items", "next");
            page.at("items").forEach(item -> ids.add(item.path("id").textValue()));
            if (page.at("next").isNull()) {
                return ids;
            }
            assertThat(page.at("items")).hasSize(limit);
            after = "&after=" + page.at("next").textValue();
        }
    }

    @Test
    void aListRefusesWhatItDoesNotKnow() {
        market.get("/v1/sessions?state=nonsense").send().expectInvalidAt("state");
        market.get("/v1/sessions?limit=0").send().expectInvalidAt("limit");
        market.get("/v1/sessions?limit=201").send().expectInvalidAt("limit");
        market.get("/v1/sessions?limit=1.0").send().expectInvalidAt("limit");
        market.get("/v1/sessions?after=a%20b").send().expectInvalidAt("after");
        market.get("/v1/sessions?page=2").send().expectInvalidAt("page");
        market.get("/v1/sessions?limit=2&limit=3").send().expectInvalidAt("limit");
        market.get("/v1/sessions?limit=200").send().expect(200);
    }

    @Test
    void everythingWrongWithASessionIsSaidAtOnce() {
        market.put("/v1/sessions/" + market.newName("wrong"))
                .as(market.token(Role.HOST, "li"))
                .json("{'host':'a b','operators':'x','festival':1,'startsAt':'tomorrow','video':'ftp://x',"
                        + "'rehearsal':'yes','colour':'red','a/b~c':1}")
                .send()
                .expectInvalidAt(
                        "/title",
                        "/host",
                        "/operators",
                        "/festival",
                        "/startsAt",
                        "/video",
                        "/rehearsal",
                        "/colour",
                        "/a~1b~0c");
    }
}

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
class OwnOrdersContractTest {
    private final MarketForTest market;
    private final ShowForTest show;
    private final String viewer;

    OwnOrdersContractTest(MarketForTest market) {
        this.market = market;
        this.show = market.show().open("melon", 100);
        this.viewer = market.newName("viewer");
    }

    private String buy(String key) {
        return show.buy(viewer, key, "melon", 1).expect(201).at("id").textValue();
    }

    private Reply get(String path) {
        return market.get(path).as(show.viewer(viewer)).send();
    }

    private Reply cancel(String id, String token) {
        return market.post("/v1/orders/" + id + "/cancel").as(token).send();
    }

    @Test
    void anOrderIsReadAsItWasPlaced() {
        JsonNode placed = show.buy(viewer, "k", "melon", 1).expect(201).json();
        assertThat(get("/v1/orders/" + placed.path("id").textValue())
                        .expect(200)
                        .json())
                .isEqualTo(placed);
    }

    @Test
    void anothersOrderIsNotFound() {
        String id = buy("k");
        for (String other : List.of(show.viewer("stranger"), market.token(Role.PARTNER, "mall"))) {
            market.get("/v1/orders/" + id).as(other).send().expect(Problem.NOT_FOUND);
            cancel(id, other).expect(Problem.NOT_FOUND);
        }
        market.get("/v1/orders/" + id).send().expect(Problem.UNAUTHORIZED);
        assertThat(get("/v1/orders/" + id).at("state").textValue()).isEqualTo("confirmed");
    }

    @Test
    void whatIsNoOrderIsNotFound() {
        String madeUp = show.session() + ".AAAAAAAAAAAAAAAAAAAAAA";
        for (String id : List.of(madeUp, "nowhere.AAAAAAAAAAAAAAAAAAAAAA", "x", show.session() + ".short")) {
            get("/v1/orders/" + id).expect(Problem.NOT_FOUND);
            cancel(id, show.viewer(viewer)).expect(Problem.NOT_FOUND);
        }
    }

    @Test
    void aCancelledOrderGivesItsUnitsBack() {
        String id = buy("k");
        Reply cancelled = cancel(id, show.viewer(viewer)).expect(200);
        assertThat(cancelled.at("state").textValue()).isEqualTo("cancelled");
        assertThat(cancelled.at("reason").textValue()).isNotBlank();
        assertThat(cancel(id, show.viewer(viewer)).expect(200).json()).isEqualTo(cancelled.json());
        assertThat(get("/v1/orders/" + id).json()).isEqualTo(cancelled.json());
        assertThat(show.seen("melon").path("available").longValue()).isEqualTo(100);
        show.audit();
    }

    @Test
    void cancellingTakesAnEmptyObjectAndNothingElse() {
        String path = "/v1/orders/" + buy("k") + "/cancel";
        market.post(path).as(show.viewer(viewer)).json("{'reason':'x'}").send().expectInvalidAt("/reason");
        market.post(path).as(show.viewer(viewer)).body("x").send().expect(Problem.UNSUPPORTED_MEDIA_TYPE);
        market.post(path + "?now=1").as(show.viewer(viewer)).send().expectInvalidAt("now");
        market.post(path).as(show.viewer(viewer)).json("{}").send().expect(200);
    }

    @Test
    void anOrderIsCancelledAfterTheSessionHasEnded() {
        String id = buy("k");
        show.move("end").expect(200);
        assertThat(cancel(id, show.viewer(viewer)).expect(200).at("state").textValue())
                .isEqualTo("cancelled");
        show.audit();
    }

    @Test
    void theListHasTheOrderJustPlaced() {
        for (int i = 0; i < 10; i++) {
            String id = buy("k" + i);
            assertThat(get("/v1/orders").expect(200).at("items/0/id").textValue())
                    .isEqualTo(id);
        }
        String cancelled = get("/v1/orders").at("items/0/id").textValue();
        cancel(cancelled, show.viewer(viewer)).expect(200);
        assertThat(get("/v1/orders").at("items/0/state").textValue()).isEqualTo("cancelled");
    }

    @Test
    void theListIsNewestFirstAndComesInPages() {
        List<String> placed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            placed.add(0, buy("k" + i));
        }
        List<String> listed = new ArrayList<>();
        String after = "";
        do {
            Reply page = get("/v1/orders?limit=2" + after).expect(200);
            assertThat(Reply.names(page.json())).containsExactly("items", "next");
            assertThat(page.at("items").size()).isBetween(0, 2);
            page.at("items").forEach(order -> listed.add(order.path("id").textValue()));
            after = page.at("next").isNull() ? "" : "&after=" + page.at("next").textValue();
        } while (!after.isEmpty());
        assertThat(listed).containsExactlyInAnyOrderElementsOf(placed);
        assertThat(get("/v1/orders/" + listed.get(0)).json())
                .isEqualTo(get("/v1/orders?limit=1").at("items/0"));
    }

    @Test
    void theListHasOneViewersOrdersOnly() {
        buy("k");
        assertThat(market.get("/v1/orders")
                        .as(show.viewer(market.newName("other")))
                        .send()
                        .expect(200)
                        .text())
                .isEqualTo("{\"items\":[],\"next\":null}");
    }

    @Test
    void theListRefusesWhatItDoesNotKnow() {
        get("/v1/orders?limit=0").expectInvalidAt("limit");
        get("/v1/orders?limit=201").expectInvalidAt("limit");
        get("/v1/orders?limit=-1").expectInvalidAt("limit");
        get("/v1/orders?limit=%C2%B2").expectInvalidAt("limit");
        get("/v1/orders?after=x").expectInvalidAt("after");
        get("/v1/orders?state=confirmed").expectInvalidAt("state");
        market.get("/v1/orders").send().expect(Problem.UNAUTHORIZED);
        market.get("/v1/orders").as(show.host()).send().expect(Problem.FORBIDDEN);
    }
}

package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.SharedMarket;
import io.ganchang.app.ShowForTest;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedMarket.class)
class AdminContractTest {
    private final MarketForTest market;

    AdminContractTest(MarketForTest market) {
        this.market = market;
    }

    @Test
    void theAuditGivesTheBooksAsOfOneSequenceNumber() {
        ShowForTest show = market.show().open("melon", 10).open("pear", 3);
        show.buy("ayi", "k", "melon", 4).expect(201);
        JsonNode audit = show.audit();
        assertThat(Reply.names(audit)).contains("ok", "epoch", "seq", "offers", "money", "replayMatches", "problems");
        assertThat(audit.path("ok").booleanValue()).isTrue();
        assertThat(audit.path("epoch").longValue()).isEqualTo(1);
        assertThat(audit.path("seq").longValue()).isEqualTo(7);
        assertThat(audit.path("replayMatches").booleanValue()).isTrue();
        assertThat(audit.path("problems")).isEmpty();
        assertThat(audit.at("/offers/0").toString())
                .isEqualTo("{\"offer\":\"melon\",\"total\":10,\"available\":6,\"held\":0,\"sold\":4,\"oversold\":0}");
        assertThat(audit.at("/offers/1/available").longValue()).isEqualTo(3);
    }

    @Test
    void onlyOpsAreAdmitted() {
        ShowForTest show = market.show();
        String path = "/v1/audit/" + show.session();
        market.admin("GET", path).send().expect(Problem.UNAUTHORIZED);
        for (Role role : List.of(Role.VIEWER, Role.HOST, Role.PARTNER)) {
            market.admin("GET", path).as(market.token(role, "x")).send().expect(Problem.FORBIDDEN);
        }
    }

    @Test
    void whatIsNotThereIsNotFound() {
        String ops = market.token(Role.OPS, "duty");
        market.admin("GET", "/v1/audit/nowhere").as(ops).send().expect(Problem.NOT_FOUND);
        market.admin("GET", "/v1/audit/a%20b").as(ops).send().expect(Problem.NOT_FOUND);
        market.admin("GET", "/v1/nothing").as(ops).send().expect(Problem.NOT_FOUND);
        market.admin("POST", "/v1/audit/nowhere").as(ops).send().expect(Problem.METHOD_NOT_ALLOWED);
        market.admin("GET", "/v1/audit/" + market.show().session() + "?deep=1")
                .as(ops)
                .send()
                .expectInvalidAt("deep");
    }

    @Test
    void theAuditIsNotOnThePublicListener() {
        market.get("/v1/audit/" + market.show().session())
                .as(market.token(Role.OPS, "duty"))
                .send()
                .expect(Problem.NOT_FOUND);
    }
}

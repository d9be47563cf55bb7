package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.app.ApiDescription;
import io.ganchang.app.Call;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.SharedMarket;
import io.ganchang.app.ShowForTest;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator does on a session what its host does, and nothing else. */
@ExtendWith(SharedMarket.class)
class OperatorsContractTest {
    private static final String OFFER = "{'title':'瓜','unit':'box','priceMinor':3990,'currency':'CNY','stock':10}";

    /** Bodies of the calls that need one. */
    private static final Map<String, String> BODIES = Map.of(
            "putSession", "{'title':'A show','operators':['chang-kong']}",
            "putOffer", OFFER,
            "changePrice", "{'priceMinor':3900}",
            "changeStock", "{'delta':5}");

    private final MarketForTest market;
    private final ShowForTest show;
    private final String operator;

    OperatorsContractTest(MarketForTest market) {
        this.market = market;
        this.show = ShowForTest.scheduled(market);
        this.operator = market.token(Role.HOST, "chang-kong");
        market.put(show.path())
                .as(show.host())
                .json("{'title':'A show','operators':['chang-kong']}")
                .send()
                .expect(200);
        market.put(show.path("melon")).as(show.host()).json(OFFER).send().expect(201);
    }

    /** A call of the description, on this session and its offer. */
    private record Described(String id, String method, String path) {}

    /** All calls on a session that need the right to command it, in the order in which they can follow each other. */
    private static List<Described> commands() {
        List<Described> commands = new ArrayList<>();
        ApiDescription.served()
                .tree()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    JsonNode tags = operation.getValue().path("tags");
                    boolean open = operation.getValue().path("security").isEmpty()
                            && operation.getValue().has("security");
                    if (List.of("sessions", "offers", "books")
                                    .contains(tags.path(0).asText())
                            && !open) {
                        commands.add(new Described(
                                operation.getValue().path("operationId").textValue(),
                                operation.getKey().toUpperCase(Locale.ROOT),
                                path.getKey()));
                    }
                }));
        // the file has it in the middle, and nothing opens after it
        commands.stream().filter(it -> it.id().equals("endSession")).findFirst().ifPresent(end -> {
            commands.remove(end);
            commands.add(end);
        });
        return commands;
    }

    private Reply send(Described command, String token) {
        Call call = market.call(
                        command.method(),
                        command.path().replace("{session}", show.session()).replace("{offer}", "melon"))
                .as(token)
                .key(market.newName("key"));
        String body = BODIES.get(command.id());
        return body == null ? call.send() : call.json(body).send();
    }

    @Test
    void anOperatorGivesEveryCommandAndReadsEveryBook() {
        List<Described> commands = commands();
        assertThat(commands).hasSizeGreaterThanOrEqualTo(14);
        commands.forEach(command -> assertThat(send(command, operator).status())
                .as(command.toString())
                .isEqualTo(200));
    }

    @Test
    void anotherHostGivesNoneAndReadsNone() {
        String stranger = market.token(Role.HOST, "stranger");
        commands().forEach(command -> send(command, stranger).expect(Problem.FORBIDDEN));
        assertThat(show.seen().path("state").textValue()).isEqualTo("scheduled");
    }

    @Test
    void anOperatorMayNotGiveTheSessionAway() {
        for (String host : List.of("chang-kong", "somebody")) {
            market.put(show.path())
                    .as(operator)
                    .json("{'title':'Mine','host':'" + host + "'}")
                    .send()
                    .expect(Problem.FORBIDDEN);
        }
        assertThat(show.seen().path("host").textValue()).isEqualTo("host-" + show.session());
    }

    @Test
    void anOperatorOfOneSessionIsNobodyOnAnother() {
        ShowForTest other = market.show();
        market.post(other.path() + "/end").as(operator).send().expect(Problem.FORBIDDEN);
        market.get(other.path() + "/orders").as(operator).send().expect(Problem.FORBIDDEN);
        market.admin("GET", "/v1/audit/" + show.session()).as(operator).send().expect(Problem.FORBIDDEN);
    }

    @Test
    void anOperatorsNameOnAViewersTokenIsNobody() {
        String viewer = market.token(Role.VIEWER, "chang-kong");
        commands().forEach(command -> send(command, viewer).expect(Problem.FORBIDDEN));
    }
}

package io.ganchang.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.app.Call;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.SharedMarket;
import io.ganchang.app.ShowForTest;
import io.ganchang.domain.Role;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hosts who command at the same moment, on two event loops. */
@ExtendWith(SharedMarket.class)
class CommandRaceTest {
    private static final int ROUNDS = 10;
    private static final int AT_ONCE = 8;
    private static final int REPEATS_MAX = 100;

    private final MarketForTest market;

    CommandRaceTest(MarketForTest market) {
        this.market = market;
    }

    private static List<Reply> atOnce(IntFunction<Call> call) {
        return IntStream.range(0, AT_ONCE)
                .parallel()
                .mapToObj(i -> answered(call.apply(i)))
                .toList();
    }

    /** Asks again where the attempt was not executed, as the contract tells clients to. */
    private static Reply answered(Call call) {
        Reply reply = call.send();
        for (int i = 0; i < REPEATS_MAX && reply.status() == 503; i++) {
            reply = call.send();
        }
        return reply;
    }

    @Test
    void ofHostsWhoClaimAnIdAtOnceOneGetsIt() {
        for (int round = 0; round < ROUNDS; round++) {
            String path = "/v1/sessions/" + market.newName("claimed");
            List<Reply> replies = atOnce(i ->
                    market.put(path).as(market.token(Role.HOST, "host-" + i)).json("{'title':'x'}"));
            assertThat(replies).extracting(Reply::status).containsOnly(201, 403).containsOnlyOnce(201);
        }
    }

    @Test
    void aSessionPutByItsHostManyTimesAtOnceIsBornOnce() {
        for (int round = 0; round < ROUNDS; round++) {
            String path = "/v1/sessions/" + market.newName("born");
            List<Reply> replies = atOnce(
                    i -> market.put(path).as(market.token(Role.HOST, "li")).json("{'title':'x'}"));
            assertThat(replies).extracting(Reply::status).containsOnly(200, 201).containsOnlyOnce(201);
            assertThat(market.get(path).send().at("version").longValue()).isEqualTo(1);
        }
    }

    @Test
    void stockAddedWithOneKeyManyTimesAtOnceIsAddedOnce() {
        ShowForTest show = market.show().open("melon", 0);
        List<Reply> replies = atOnce(i -> market.post(show.path("melon") + "/stock")
                .as(show.host())
                .key("truck")
                .json("{'delta':7}"));
        assertThat(replies).extracting(Reply::status).containsOnly(200);
        assertThat(show.seen("melon").path("total").longValue()).isEqualTo(7);
    }

    @Test
    void ofChangesThatExpectOneVersionOneIsMade() {
        ShowForTest show = market.show().open("melon", 1);
        List<Reply> replies = atOnce(i -> market.post(show.path("melon") + "/price")
                .as(show.host())
                .header("If-Match", "\"2\"")
                .json("{'priceMinor':" + (100 + i) + "}"));
        assertThat(replies).extracting(Reply::status).containsOnly(200, 412).containsOnlyOnce(200);
        show.audit();
    }
}

package io.ganchang.load.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.load.wire.ScriptedServer;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A market whose server answers by script. */
class MarketTest {
    private static final Call CALL = new Call(HttpMethod.POST, "/v1/orders/o/cancel", "a-token", "a-key", null);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void end() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void aCallLeavesAsItWasMeantAndItsAnswerIsRead() throws Exception {
        Queue<String> heads = new ConcurrentLinkedQueue<>();
        try (ScriptedServer server = ScriptedServer.start((head, out) -> {
            heads.add(head);
            out.say("HTTP/1.1 503 x\r\nRETRY-AFTER: 2\r\nIdempotent-Replayed: true\r\ncontent-length: 21\r\n\r\n"
                    + "{\"code\":\"overloaded\"}");
        })) {
            Reply reply = send(new Market(vertx, server.address().getPort()), () -> {});
            assertThat(heads)
                    .singleElement()
                    .asString()
                    .startsWith("POST /v1/orders/o/cancel HTTP/1.1\r\n")
                    .contains("\r\nAuthorization: Bearer a-token\r\n", "\r\nIdempotency-Key: a-key\r\n");
            assertThat(reply).isInstanceOfSatisfying(Reply.Answer.class, answer -> {
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.replayed()).isTrue();
                assertThat(answer.retryAfterMs()).hasValue(2000);
                assertThat(answer.text("code")).isEqualTo("overloaded");
            });
        }
    }

    @Test
    void leavingIsToldBeforeTheFirstByteAndOnTheContextOfTheMarket() throws Exception {
        Queue<Object> seen = new ConcurrentLinkedQueue<>();
        try (ScriptedServer server = ScriptedServer.start((head, out) -> {
            seen.add("served");
            out.ok("");
        })) {
            Context context = vertx.getOrCreateContext();
            CompletableFuture<Market> made = new CompletableFuture<>();
            context.runOnContext(
                    unused -> made.complete(new Market(vertx, server.address().getPort(), 2)));
            Market market = made.get(10, TimeUnit.SECONDS);
            Reply reply = send(market, () -> {
                seen.add(Vertx.currentContext() == context ? "left" : "left elsewhere");
            });
            assertThat(reply).isInstanceOf(Reply.Answer.class);
            assertThat(List.copyOf(seen)).isEqualTo(List.of("left", "served"));
        }
    }

    private static Reply send(Market market, Runnable leaving) throws Exception {
        return market.send(CALL, leaving)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }
}

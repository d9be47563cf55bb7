package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.domain.OrderId;
import io.ganchang.ledger.OrderSearch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrderFileTest {
    private static final OrderSearch.Page MORE =
            new OrderSearch.Page(List.of(), OrderId.parse("show.AAAAAAAAAAAAAAAAAAAAAA"));
    private static final OrderSearch.Page LAST = new OrderSearch.Page(List.of(), Optional.empty());

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close();
    }

    private String receive(Function<Optional<OrderId>, Future<OrderSearch.Page>> pages) throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> new OrderFile(request.response(), pages).send("orders.csv", MORE))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        URI address = URI.create("http://127.0.0.1:" + server.actualPort());
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }

    @Test
    void aFileThatIsSentToItsEndHasOne() throws Exception {
        assertThat(receive(after -> Future.succeededFuture(LAST))).isEqualTo(OrderCsv.MARK + OrderCsv.HEADER);
    }

    @Test
    void aFileWhoseNextPageCannotBeReadBreaksOff() {
        assertThatThrownBy(() -> receive(after -> Future.failedFuture("the ledger is gone")))
                .isInstanceOf(IOException.class);
    }
}

package io.ganchang.http;

import io.ganchang.domain.OrderId;
import io.ganchang.ledger.OrderSearch;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.function.Function;

/**
 * A session's orders on their way out as one file, page by page, no faster than the receiver reads. Whoever gets its end
 * has all of it: where a page cannot be read the connection breaks.
 */
final class OrderFile {
    /** Most orders in one file. */
    static final int ORDERS_MAX = 100_000;

    /** How many are read in one go. */
    static final int PAGE = 500;

    private final HttpServerResponse response;
    private final Function<Optional<OrderId>, Future<OrderSearch.Page>> pages;
    private int orders;

    /** @param pages gives the page after an order, of at most {@link #PAGE} */
    OrderFile(HttpServerResponse response, Function<Optional<OrderId>, Future<OrderSearch.Page>> pages) {
        this.response = response;
        this.pages = pages;
    }

    /** Sends the file, of which {@code first} has been read already; ends when the response has. */
    Future<Void> send(String name, OrderSearch.Page first) {
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/csv; charset=utf-8; header=present")
                .putHeader("Content-Disposition", "attachment; filename=\"" + name + '"')
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return response.write(OrderCsv.MARK + OrderCsv.HEADER)
                .compose(written -> send(first))
                .onFailure(failure -> response.reset());
    }

    private Future<Void> send(OrderSearch.Page page) {
        orders += page.orders().size();
        String rows = OrderCsv.rows(page.orders());
        Future<Void> written = rows.isEmpty() ? Future.succeededFuture() : response.write(rows);
        return page.next().isEmpty() || orders >= ORDERS_MAX
                ? written.compose(done -> response.end())
                : written.compose(done -> pages.apply(page.next())).compose(this::send);
    }
}

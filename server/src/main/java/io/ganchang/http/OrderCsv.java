package io.ganchang.http;

import io.ganchang.domain.Delivery;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderLine;
import io.ganchang.domain.Words;
import io.ganchang.ledger.DeliveredOrder;
import io.ganchang.ordering.OrderJson;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Orders as rows of a CSV file (RFC 4180), one for each line of an order.
 *
 * <p>Spreadsheets run cells that look like formulas, and what is in them comes from strangers: such a text gets a
 * {@code '} in front (https://owasp.org/www-community/attacks/CSV_Injection).
 */
final class OrderCsv {
    /** The byte order mark, without which Excel takes the file for another encoding than UTF-8. */
    static final String MARK = "\ufeff";

    static final String HEADER = row(Stream.of(
            "order",
            "state",
            "offer",
            "quantity",
            "priceMinor",
            "amountMinor",
            "currency",
            "name",
            "phone",
            "division",
            "street",
            "viewer",
            "channel",
            "createdAt",
            "updatedAt",
            "reason"));

    private static final String FORMULA_BEGINNINGS = "=+-@\t\r\n＝＋－＠";
    private static final Delivery NONE = new Delivery(null, null, null, null);

    private OrderCsv() {}

    static String rows(List<DeliveredOrder> orders) {
        StringBuilder rows = new StringBuilder();
        for (DeliveredOrder delivered : orders) {
            for (OrderLine line : delivered.order().lines()) {
                rows.append(row(delivered, line));
            }
        }
        return rows.toString();
    }

    private static String row(DeliveredOrder delivered, OrderLine line) {
        Order order = delivered.order();
        Delivery delivery = delivered.delivery() == null ? NONE : delivered.delivery();
        return row(Stream.of(
                order.id().toString(),
                Words.of(order.state()),
                line.offer(),
                Long.toString(line.quantity()),
                Long.toString(line.priceMinor()),
                Long.toString(line.amountMinor()),
                order.currency(),
                orEmpty(delivery.name()),
                orEmpty(delivery.phone()),
                orEmpty(delivery.division()),
                orEmpty(delivery.street()),
                order.viewer(),
                order.channel(),
                OrderJson.time(order.createdMs()),
                OrderJson.time(order.updatedMs()),
                orEmpty(order.reason())));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String row(Stream<String> cells) {
        return cells.map(OrderCsv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    static String cell(String text) {
        boolean formula = !text.isEmpty() && FORMULA_BEGINNINGS.indexOf(text.charAt(0)) >= 0;
        String safe = formula ? '\'' + text : text;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }
}

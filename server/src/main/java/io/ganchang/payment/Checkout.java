package io.ganchang.payment;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Offer;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.OrderLine;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Session;
import io.ganchang.domain.Words;
import io.ganchang.ordering.Orders;
import io.ganchang.ordering.PartitionCalls;
import io.ganchang.session.Sessions;
import io.vertx.core.Future;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends buyers to pay for what is held for them. One per event loop. */
public final class Checkout {
    private static final Logger LOG = LoggerFactory.getLogger(Checkout.class);

    /** What the shortest of the gateways' fields takes, in Chinese. */
    private static final int DESCRIPTION_LENGTH_MAX = 40;

    private final Orders orders;
    private final Sessions sessions;

    public Checkout(Orders orders, Sessions sessions) {
        this.orders = orders;
        this.sessions = sessions;
    }

    /**
     * Who pays, and where from.
     *
     * @param address network address of the buyer
     * @param server where the buyer and the gateway reach this server, without a path
     */
    public record Buyer(Caller caller, String address, URI server) {}

    /** Begins the payment of an order of the buyer's own that is held; gives the page to send the buyer to. */
    public Future<Outcome<URI>> begin(OrderId id, Gateway gateway, Buyer buyer) {
        return orders.find(buyer.caller(), id)
                .compose(found -> PartitionCalls.then(
                        found,
                        order -> order.state() == OrderState.HELD
                                ? begin(order, gateway, buyer)
                                : PartitionCalls.refuse(
                                        Problem.ORDER_STATE,
                                        "An order is paid for while it is held; this one is " + Words.of(order.state())
                                                + '.')));
    }

    private Future<Outcome<URI>> begin(Order order, Gateway gateway, Buyer buyer) {
        return titles(order)
                .compose(titles -> gateway.begin(request(order, titles, gateway, buyer)))
                .map(Outcome::done)
                .otherwise(failure -> {
                    LOG.warn("a payment could not be begun with {}", gateway.name(), failure);
                    return Outcome.refused(Problem.OVERLOADED, "The payment service cannot be used at the moment.");
                });
    }

    /** Titles by offer; without them a buyer reads the ids. */
    private Future<Map<String, String>> titles(Order order) {
        return sessions.find(order.id().session())
                .map(found -> found instanceof Outcome.Done<Session> done
                        ? done.value().offers().stream()
                                .collect(Collectors.toMap(
                                        Offer::id, offer -> offer.terms().title()))
                        : Map.of());
    }

    private static PaymentRequest request(Order order, Map<String, String> titles, Gateway gateway, Buyer buyer) {
        return new PaymentRequest(
                order.id(),
                order.amountMinor(),
                order.currency(),
                description(order.lines(), titles),
                order.heldUntilMs().orElseThrow(),
                buyer.address(),
                buyer.server().resolve("/orders/" + order.id()),
                buyer.server().resolve("/v1/payments/" + gateway.name() + "/callback"));
    }

    private static String description(List<OrderLine> lines, Map<String, String> titles) {
        String all = lines.stream()
                .map(line -> titles.getOrDefault(line.offer(), line.offer()) + " × " + line.quantity())
                .collect(Collectors.joining(", "));
        return all.codePointCount(0, all.length()) <= DESCRIPTION_LENGTH_MAX
                ? all
                : all.substring(0, all.offsetByCodePoints(0, DESCRIPTION_LENGTH_MAX - 1)) + '…';
    }
}

package io.ganchang.load.traffic;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganchang.load.journal.Act;
import io.ganchang.load.journal.JournalEntry;
import io.ganchang.load.journal.Line;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Gives money back to buyers whose melons were spoilt. Confined to the event loop. */
public final class Host {
    private static final long SHARE_OF_AMOUNT = 4;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Buyer asking;
    private final String token;
    private final Map<String, OfferPlan> offers;

    /**
     * @param asking asks until it knows, for a host as for a buyer
     */
    public Host(Buyer asking, Tokens tokens, Show show) {
        this.asking = asking;
        this.token = tokens.of("host", Stage.HOST);
        this.offers = show.offers().stream().collect(Collectors.toMap(OfferPlan::id, Function.identity()));
    }

    /** Gives back what is planned of the purchase's order. */
    Future<Void> giveBack(Purchase purchase, OrderSeen order, MoneyPlan.GivingBack plan) {
        Line line = purchase.wish().lines().get(0);
        long amountMinor = amountMinor(order, line, plan);
        ObjectNode body = JSON.createObjectNode().put("reason", "spoilt on the way");
        if (plan.act() == Act.REFUND_LINES) {
            body.putArray("lines").addObject().put("offer", line.offer()).put("quantity", 1);
        } else {
            body.put("amountMinor", amountMinor);
        }
        asking.notes()
                .journal()
                .write(new JournalEntry.RefundWanted(purchase.wish().request(), plan.act(), amountMinor));
        Call call = new Call(
                HttpMethod.POST,
                "/v1/orders/" + order.id() + "/refunds",
                token,
                plan.act() + ":" + purchase.wish().request(),
                Buffer.buffer(body.toString()));
        Future<String> first = asking.ask(plan.act(), purchase, call);
        Future<String> second = plan.repeated() ? asking.ask(plan.act(), purchase, call) : first;
        return Future.all(first, second).mapEmpty();
    }

    private long amountMinor(OrderSeen order, Line line, MoneyPlan.GivingBack plan) {
        OfferPlan offer = offers.get(line.offer());
        if (plan.act() == Act.REFUND_LINES && offer != null) {
            return offer.priceMinor();
        }
        return plan.beyond() ? order.amountMinor() + 1 : order.amountMinor() / SHARE_OF_AMOUNT;
    }
}

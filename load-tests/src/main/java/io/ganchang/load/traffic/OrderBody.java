package io.ganchang.load.traffic;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganchang.load.journal.Line;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the body of a placing request, as a mini-app would. */
final class OrderBody {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, OfferPlan> offers;

    OrderBody(List<OfferPlan> offers) {
        this.offers = offers.stream().collect(Collectors.toMap(OfferPlan::id, Function.identity()));
    }

    Buffer of(Wish wish) {
        return write(wish, wish.lines(), wish.namesPrices());
    }

    /** The same order as another device would ask for it: lines in another order, no expected prices. */
    Buffer otherwise(Wish wish) {
        List<Line> reversed = new ArrayList<>(wish.lines());
        Collections.reverse(reversed);
        return write(wish, reversed, false);
    }

    private Buffer write(Wish wish, List<Line> wanted, boolean namesPrices) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode lines = body.putArray("lines");
        for (Line line : wanted) {
            ObjectNode json = lines.addObject().put("offer", line.offer()).put("quantity", line.quantity());
            OfferPlan offer = offers.get(line.offer());
            if (namesPrices && offer != null) {
                json.put("expectedPriceMinor", offer.priceMinor());
            }
        }
        if (wish.recipient() != null) {
            body.putObject("delivery")
                    .put("division", "330602001001")
                    .put("name", wish.recipient())
                    .put("phone", "13800000919")
                    .put("street", "丰收路 919 号");
        }
        return Buffer.buffer(body.toString());
    }
}

package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ganchang.domain.Delivery;
import io.ganchang.domain.Ids;
import io.ganchang.domain.RequestedLine;
import io.ganchang.ordering.OrderRequest;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Any bytes at all are either an order within every bound, or refused with the place of what is wrong. */
class OrderBodyFuzzTest {

    @FuzzTest(maxDuration = "0s")
    void anyBytesAreAnOrderWithinBoundsOrRefused(byte[] body) {
        Parsed<OrderBody> parsed = OrderBody.parse(body);
        if (parsed instanceof Parsed.Valid<OrderBody> valid) {
            withinBounds(valid.value());
            assertThat(OrderBody.parse(written(valid.value()))).isEqualTo(parsed);
        } else {
            assertThat(((Parsed.Invalid<OrderBody>) parsed).errors())
                    .isNotEmpty()
                    .allSatisfy(error -> assertThat(error.pointer()).matches("(?s)(/.*)?"))
                    .allSatisfy(error -> assertThat(error.message()).isNotBlank());
        }
    }

    private static void withinBounds(OrderBody order) {
        assertThat(order.lines()).hasSizeBetween(1, OrderRequest.LINES_MAX);
        Set<String> offers = new HashSet<>();
        for (RequestedLine line : order.lines()) {
            assertThat(Ids.isId(line.offer())).isTrue();
            assertThat(offers.add(line.offer())).isTrue();
            assertThat(line.quantity()).isBetween(1L, (long) OrderRequest.QUANTITY_MAX);
            assertThat(line.expectedPriceMinor().orElse(0)).isBetween(0L, OrderBody.PRICE_MAX);
        }
        assertThat(order.onBehalfOf() == null || Ids.isId(order.onBehalfOf())).isTrue();
        Delivery delivery = order.delivery();
        if (delivery != null) {
            isClean(delivery.division(), 32);
            isClean(delivery.name(), 100);
            isClean(delivery.phone(), 32);
            isClean(delivery.street(), 300);
        }
    }

    private static void isClean(@Nullable String text, int lengthMax) {
        assertThat(text == null ? "" : Texts.problemWith(text, lengthMax)).isEmpty();
    }

    private static byte[] written(OrderBody order) {
        return Json.buffer(json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("lines");
                    for (RequestedLine line : order.lines()) {
                        json.writeStartObject();
                        json.writeStringField("offer", line.offer());
                        json.writeNumberField("quantity", line.quantity());
                        if (line.expectedPriceMinor().isPresent()) {
                            json.writeNumberField(
                                    "expectedPriceMinor",
                                    line.expectedPriceMinor().getAsLong());
                        }
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    Delivery delivery = order.delivery();
                    if (delivery != null) {
                        json.writeObjectFieldStart("delivery");
                        json.writeStringField("division", delivery.division());
                        json.writeStringField("name", delivery.name());
                        json.writeStringField("phone", delivery.phone());
                        json.writeStringField("street", delivery.street());
                        json.writeEndObject();
                    }
                    if (order.onBehalfOf() != null) {
                        json.writeStringField("onBehalfOf", order.onBehalfOf());
                    }
                    json.writeEndObject();
                })
                .getBytes();
    }
}

package io.ganchang.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganchang.domain.Event;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.EventsForTest;
import org.junit.jupiter.api.Test;

class CloudEventsTest {
    private static final SessionId SESSION = new SessionId("s1");

    private final EventsForTest events = new EventsForTest(SESSION);

    @Test
    void aConfirmedOrderGoesOutAsACloudEventWithDelivery() throws Exception {
        OutboundEvent event = CloudEvents.of(events.confirmed(1, "v1")).orElseThrow();
        JsonNode json = new ObjectMapper().readTree(event.json());
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data");
        assertThat(json.get("id").asText()).isEqualTo("s1.1.1");
        assertThat(json.get("source").asText()).isEqualTo("/sessions/s1");
        assertThat(json.get("type").asText()).isEqualTo("io.ganchang.order.confirmed.v1");
        assertThat(json.get("subject").asText()).isEqualTo("s1." + EventsForTest.suffix(1));
        assertThat(json.get("time").asText()).isEqualTo("2027-01-15T08:00:00.000Z");
        assertThat(json.at("/data/state").asText()).isEqualTo("confirmed");
        assertThat(json.at("/data/delivery")).isEqualTo(new ObjectMapper().readTree(EventsForTest.DELIVERY));
    }

    @Test
    void anOrderWithoutDeliverySaysSo() throws Exception {
        OutboundEvent event = CloudEvents.of(events.cancelled(1, "v1")).orElseThrow();
        assertThat(event.type()).isEqualTo("io.ganchang.order.cancelled.v1");
        assertThat(new ObjectMapper()
                        .readTree(event.json())
                        .at("/data/delivery")
                        .isNull())
                .isTrue();
    }

    @Test
    void aRefundThatWasCarriedOutGoesOutWithTheMoneyOfItsOrder() throws Exception {
        Event refunded = events.moneyed(Event.ORDER_REFUNDED, "c", 1, "v1", "f 10780 10780", " sandbox:pay-1 10780 -");
        OutboundEvent event = CloudEvents.of(refunded).orElseThrow();
        assertThat(event.type()).isEqualTo("io.ganchang.order.refunded.v1");
        JsonNode payment = new ObjectMapper().readTree(event.json()).at("/data/payment");
        assertThat(payment.path("state").asText()).isEqualTo("refunded");
        assertThat(payment.path("refundedMinor").asLong()).isEqualTo(10_780);
    }

    @Test
    void refundsThatAreOnlyDueStayInside() {
        assertThat(CloudEvents.of(
                        events.moneyed(Event.ORDER_REFUND_DUE, "c", 1, "v1", "r 10780 0", " sandbox:pay-1 10780 -")))
                .isEmpty();
    }

    @Test
    void deliveryDataWithLineBreaksStayOnOneLine() {
        String body = events.confirmed(1, "v1").body();
        OutboundEvent event = CloudEvents.of(events.event(
                        "order.confirmed", "v1", "-", EventsForTest.suffix(1), body, "{\n\"name\":\r\n\"a\"}"))
                .orElseThrow();
        assertThat(event.json()).doesNotContain("\n", "\r").contains("\"delivery\":{\"name\":\"a\"}");
    }

    @Test
    void whatIsNotOfAnOrderStaysInside() {
        assertThat(CloudEvents.of(events.started())).isEmpty();
    }

    @Test
    void brokenDeliveryDataAreNotQuoted() {
        String body = events.confirmed(1, "v1").body();
        assertThatThrownBy(() -> CloudEvents.of(events.event(
                        "order.confirmed", "v1", "-", EventsForTest.suffix(1), body, "{\"phone\":\"1380000")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageNotContaining("1380000");
    }
}

package io.ganchang.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.redis.OrderRecord;
import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class OrderJsonTest {
    private static final OrderId ID = OrderId.parse("s1.0123456789abcdefghijkl").orElseThrow();

    @Test
    void aConfirmedOrderHasEveryFieldAndWaitsForFulfilment() throws IOException {
        String record = "c abcdefghijklmnop 7 1800000000000 0 0 n 0 0 300 CNY live v1 p1 melon-25:2:3990,kiwi:1:2500 -";
        assertThat(json(OrderRecord.parse(ID, record)))
                .isEqualTo("{'id':'s1.0123456789abcdefghijkl','session':'s1','viewer':'v1','channel':'live',"
                                .replace('\'', '"')
                        + ("'state':'confirmed','lines':[{'offer':'melon-25','quantity':2,'priceMinor':3990,"
                                        + "'amountMinor':7980},{'offer':'kiwi','quantity':1,'priceMinor':2500,"
                                        + "'amountMinor':2500}],'amountMinor':10780,'shippingMinor':300,"
                                        + "'currency':'CNY','heldUntil':null,"
                                        + "'payment':{'state':'none','paidMinor':0,'refundedMinor':0},"
                                        + "'fulfilment':{'state':'pending','carrier':null,'waybill':null},"
                                        + "'route':null,'createdAt':'2027-01-15T08:00:00.000Z',"
                                        + "'updatedAt':'2027-01-15T08:00:00.000Z','reason':null}")
                                .replace('\'', '"'));
    }

    @Test
    void aHeldOrderSaysUntilWhenAndACancelledOneWhy() throws IOException {
        String held = "h abcdefghijklmnop 7 1800000000000 5 1800000600000 d 0 0 0 CNY live v1 = melon-25:2:3990 -";
        String cancelled = "x abcdefghijklmnop 8 1800000000000 1234 0 n 0 0 0 CNY live v1 = a:1:1 cancelled_by_viewer";
        assertThat(json(OrderRecord.parse(ID, held)))
                .contains("\"heldUntil\":\"2027-01-15T08:10:00.000Z\"", "\"fulfilment\":{\"state\":\"none\"");
        assertThat(json(OrderRecord.parse(ID, cancelled)))
                .contains("\"reason\":\"cancelled_by_viewer\"", "\"updatedAt\":\"2027-01-15T08:00:01.234Z\"");
    }

    private static String json(Order order) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            OrderJson.write(json, order);
        }
        return text.toString();
    }
}

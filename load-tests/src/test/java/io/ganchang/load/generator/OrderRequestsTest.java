package io.ganchang.load.generator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderRequestsTest {
    private final OrderRequests requests =
            new OrderRequests("show", "melon", 3, viewer -> "token-of-" + viewer, "run1");

    @Test
    void eachIsAWholeRequestForOneUnitWithDelivery() throws Exception {
        String request = next();
        String head = request.substring(0, request.indexOf("\r\n\r\n"));
        String body = request.substring(request.indexOf("\r\n\r\n") + 4);
        assertThat(head).startsWith("POST /v1/sessions/show/orders HTTP/1.1\r\n");
        assertThat(head.lines())
                .contains(
                        "Content-Type: application/json",
                        "Authorization: Bearer token-of-viewer-0",
                        "Idempotency-Key: run1-0000000000000000",
                        "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
        JsonNode order = new ObjectMapper().readTree(body);
        assertThat(order.at("/lines/0/offer").textValue()).isEqualTo("melon");
        assertThat(order.at("/lines/0/quantity").intValue()).isEqualTo(1);
        assertThat(order.at("/delivery/name").textValue()).isEqualTo("王芳");
    }

    @Test
    void viewersTakeTurnsAndNoKeyComesTwice() {
        List<String> all = IntStream.range(0, 1234).mapToObj(i -> next()).toList();
        assertThat(all).doesNotHaveDuplicates();
        assertThat(all.get(1)).contains("token-of-viewer-1", "run1-0000000000000001");
        assertThat(all.get(1233)).contains("token-of-viewer-0", "run1-0000000000001233");
    }

    private String next() {
        ByteBuf request = requests.next(ByteBufAllocator.DEFAULT);
        try {
            return request.toString(StandardCharsets.UTF_8);
        } finally {
            request.release();
        }
    }
}

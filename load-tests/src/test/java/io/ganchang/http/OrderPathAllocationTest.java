package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.RunnerException;

/** An order's way through the server must not become more expensive unnoticed. Bytes are counted, since time is not exact. */
class OrderPathAllocationTest {
    @Test
    void anOrderAllocatesWithinItsBound() throws RunnerException {
        double bytes = AllocatedBytes.perOrder(OrderPathBench.class);
        System.err.printf("%.1f bytes an order, bound %d%n", bytes, OrderPathBench.BYTES_PER_ORDER_MAX);

        assertThat(bytes).isBetween(1.0, (double) OrderPathBench.BYTES_PER_ORDER_MAX);
    }

    @Test
    void oneThatReadsItsBodyIntoATreeTooIsBeyondIt() throws RunnerException {
        assertThat(AllocatedBytes.perOrder(WastefulOrderPath.class)).isGreaterThan(OrderPathBench.BYTES_PER_ORDER_MAX);
    }
}

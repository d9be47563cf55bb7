package io.ganchang.load.sampling;

import java.net.URI;
import java.net.http.HttpClient;

/** How many orders one call to Redis carries, from the counters of the server's metrics. */
public final class BatchGauge {
    private static final String ORDERS = "ganchang_orders_sent_total";
    private static final String CALLS = "ganchang_order_calls_total";

    private final Poll metrics;
    private double ordersBefore = Double.NaN;
    private double callsBefore = Double.NaN;

    /** @param admin where the admin listener is */
    public BatchGauge(HttpClient client, URI admin) {
        this.metrics = new Poll(client, admin.resolve("/metrics"));
    }

    /** Orders a call since this was asked last; NaN where there was none. */
    double ordersPerCall() {
        String text = metrics.latest();
        double orders = counter(text, ORDERS);
        double calls = counter(text, CALLS);
        double made = calls - callsBefore;
        double size = made > 0 && orders > ordersBefore ? (orders - ordersBefore) / made : Double.NaN;
        ordersBefore = orders;
        callsBefore = calls;
        return size;
    }

    /** The sum over all labels of a counter in Prometheus's text format; NaN where it is not there. */
    static double counter(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + ' ') || line.startsWith(name + '{'))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }
}

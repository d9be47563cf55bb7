package io.ganchang.load.bench;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Delivery;
import io.ganchang.domain.RequestedLine;
import io.ganchang.domain.Role;
import io.ganchang.domain.SessionId;
import io.ganchang.ordering.OrderRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Orders as a burst brings them: one line with its price, delivery data, a viewer and an idempotency key each. */
public final class OrderSamples {
    /** How many orders the samples of a batch have: a call's worth under load. */
    public static final int BATCH = 32;

    public static final SessionId SESSION = new SessionId("melons");
    public static final String OFFER = "melon-25";
    public static final long PRICE_MINOR = 3_990;

    private static final Delivery DELIVERY = new Delivery("330602001001", "王芳", "13800000000", "人民路1号2幢303室");

    private OrderSamples() {}

    /** Body of the request of each order of a batch. */
    public static List<byte[]> bodies() {
        return IntStream.range(0, BATCH)
                .mapToObj(number -> body().getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static String body() {
        return "{\"lines\":[{\"offer\":\"" + OFFER + "\",\"quantity\":1,\"expectedPriceMinor\":" + PRICE_MINOR
                + "}],\"delivery\":{\"division\":\"" + DELIVERY.division() + "\",\"name\":\"" + DELIVERY.name()
                + "\",\"phone\":\"" + DELIVERY.phone() + "\",\"street\":\"" + DELIVERY.street() + "\"}}";
    }

    /** The requests of a batch, as their bodies and tokens are understood. */
    public static List<OrderRequest> requests() {
        return IntStream.range(0, BATCH).mapToObj(OrderSamples::request).toList();
    }

    private static OrderRequest request(int number) {
        return new OrderRequest(
                SESSION,
                new Caller("ganchang", viewer(number), Role.VIEWER, "live"),
                key(number),
                null,
                List.of(new RequestedLine(OFFER, 1, OptionalLong.of(PRICE_MINOR))),
                DELIVERY);
    }

    /** Who sends order {@code number}. */
    public static String viewer(int number) {
        return "viewer-" + (10_000 + number);
    }

    /** The idempotency key of order {@code number}: as long as a UUID, which apps send. */
    public static String key(int number) {
        return "6f9619ff-8b86-d011-b42d-00c04fc9" + (1_000 + number);
    }
}

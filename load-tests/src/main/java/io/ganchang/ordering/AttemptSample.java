package io.ganchang.ordering;

import io.ganchang.load.bench.OrderSamples;
import io.ganchang.redis.PlaceOrders.Attempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes attempts of requests, as {@link Orders} does. */
public final class AttemptSample {
    private static final String KEY_ID = "bench";

    private final RequestHasher hasher = new RequestHasher(key());

    /** What goes to the partition for {@code request}: id and fingerprint derived, delivery written. */
    public Attempt derive(OrderRequest request) {
        String delivery = request.delivery() == null ? null : DeliveryJson.write(request.delivery());
        return new Attempt(
                hasher.orderId(KEY_ID, request),
                hasher.fingerprint(KEY_ID, request, delivery),
                request.viewer(),
                request.caller().subject(),
                request.caller().channel(),
                request.lines(),
                delivery);
    }

    /** The attempts of a batch. */
    public static List<Attempt> batch() {
        AttemptSample sample = new AttemptSample();
        return OrderSamples.requests().stream().map(sample::derive).toList();
    }

    private static OrderKeys key() {
        try {
            Path file = Files.createTempFile("ganchang-bench", "keys");
            try {
                Files.writeString(file, KEY_ID + ' ' + "A".repeat(43));
                return OrderKeys.load(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

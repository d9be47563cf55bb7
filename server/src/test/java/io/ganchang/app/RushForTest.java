package io.ganchang.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Many who buy one order after the other until the server is gone, and what they were told. */
final class RushForTest {
    private static final int BUYERS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Idempotency key → order id. */
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

    private final AtomicInteger sent = new AtomicInteger();

    /** Sells melons; when {@code orders} are acknowledged, with others under way, the end comes. */
    void sell(ShowForTest show, int orders, Runnable end) {
        ExecutorService buyers = Executors.newFixedThreadPool(BUYERS);
        for (int i = 0; i < BUYERS; i++) {
            buyers.execute(() -> buyOnAndOn(show));
        }
        buyers.shutdown();
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> acknowledged.size() >= orders);
        end.run();
        Awaitility.await().atMost(PATIENCE).until(buyers::isTerminated);
    }

    private void buyOnAndOn(ShowForTest show) {
        try {
            while (true) {
                String key = "k" + sent.getAndIncrement();
                acknowledged.put(key, buy(show, key).expect(201).at("id").textValue());
            }
        } catch (UncheckedIOException | AssertionError e) {
            // the server has gone, or goes; what this request came to is asked later
        }
    }

    private static Reply buy(ShowForTest show, String key) {
        return show.buy("viewer-" + key, key, "melon", 1);
    }

    int sent() {
        return sent.get();
    }

    /** Ids of the orders whose buyers were told. */
    Collection<String> acknowledged() {
        return acknowledged.values();
    }

    /** Asks for every order again: those acknowledged are there, the others are by then. */
    void everyOrderIsThere(ShowForTest show) {
        acknowledged.forEach((key, id) ->
                assertThat(buy(show, key).expect(200).at("id").textValue()).isEqualTo(id));
        for (int i = 0; i < sent(); i++) {
            assertThat(buy(show, "k" + i).status()).isIn(200, 201);
        }
    }

    /** Ids of the orders in the fulfilment file, one for each line. */
    static List<String> fulfilled(Path folder, ShowForTest show) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> orders = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("fulfilment/" + show.session() + ".jsonl"))) {
            orders.add(json.readTree(line).path("subject").textValue());
        }
        return orders;
    }
}

package io.ganchang.load.sampling;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A page of the server that is fetched again and again, one fetch at a time, without anybody waiting for it. */
final class Poll {
    private static final Duration ANSWER_BOUND = Duration.ofSeconds(10);

    private final HttpClient client;
    private final HttpRequest request;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private volatile String latest = "";

    Poll(HttpClient client, URI page) {
        this.client = client;
        this.request = HttpRequest.newBuilder(page).timeout(ANSWER_BOUND).build();
    }

    /** What it last said, empty before its first answer; asks for the next unless that is under way. */
    String latest() {
        if (underWay.compareAndSet(false, true)) {
            var unused = client.sendAsync(request, BodyHandlers.ofString(StandardCharsets.UTF_8))
                    .whenComplete((answer, failure) -> {
                        if (failure == null && answer.statusCode() == 200) {
                            latest = answer.body();
                        }
                        underWay.set(false);
                    });
        }
        return latest;
    }
}

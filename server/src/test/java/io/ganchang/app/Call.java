package io.ganchang.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One HTTP call of a test, put together and then sent; its reply is held against the description of the API. */
public final class Call {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER_MAX)
            .build();

    private final String method;
    private final HttpRequest.Builder request;
    private @Nullable String text;
    private HttpRequest.BodyPublisher body = BodyPublishers.noBody();
    private boolean described = true;

    Call(String method, String address) {
        this.method = method;
        this.request = HttpRequest.newBuilder(URI.create(address)).timeout(ANSWER_MAX);
    }

    public Call as(String token) {
        return header("Authorization", "Bearer " + token);
    }

    public Call key(String idempotencyKey) {
        return header("Idempotency-Key", idempotencyKey);
    }

    public Call header(String name, String value) {
        request.header(name, value);
        return this;
    }

    /** A JSON body, with {@code '} for {@code "}. */
    public Call json(String text) {
        return header("Content-Type", "application/json").body(text.replace('\'', '"'));
    }

    public Call json(byte[] bytes) {
        body = BodyPublishers.ofByteArray(bytes);
        return header("Content-Type", "application/json");
    }

    /** A body of no stated type. */
    public Call body(String text) {
        this.text = text;
        body = BodyPublishers.ofString(text);
        return this;
    }

    /** To a listener that does not have this call, which the description says of the other one. */
    public Call onTheWrongListener() {
        described = false;
        return this;
    }

    public Reply send() {
        try {
            HttpRequest sent = built();
            Reply reply = Reply.of(CLIENT.send(sent, BodyHandlers.ofString()));
            if (described) {
                ApiDescription.served().check(method, sent.uri().getRawPath(), text, reply);
            }
            return reply;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest built() {
        return request.method(method, body).build();
    }
}

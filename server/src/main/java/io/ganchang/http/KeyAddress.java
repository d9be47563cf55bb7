package io.ganchang.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * An identity provider's public keys behind an HTTP address. Bounded in time and size; a redirection is a failure, since it
 * would lead to a place that nobody has configured.
 */
public final class KeyAddress implements KeySource {
    private static final long ANSWER_SECONDS_MAX = 10;
    private static final long CONNECT_MS_MAX = 5_000;
    private static final int OK = 200;

    private final HttpClient client;
    private final URI address;

    public KeyAddress(Vertx vertx, URI address) {
        boolean tls = "https".equalsIgnoreCase(address.getScheme());
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false).setSsl(tls));
        this.address = address;
    }

    @Override
    public Future<String> read() {
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(address.toString())
                        .setConnectTimeout(CONNECT_MS_MAX)
                        .setFollowRedirects(false)
                        .putHeader("Accept", "application/json"))
                .timeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
                .compose(KeyAddress::exchange);
    }

    private static Future<String> exchange(HttpClientRequest request) {
        return request.send()
                .compose(response -> body(request, response))
                .timeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
                .onFailure(failure -> request.reset());
    }

    private static Future<String> body(HttpClientRequest request, HttpClientResponse response) {
        Promise<String> whole = Promise.promise();
        Buffer bytes = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        if (response.statusCode() != OK) {
            return Future.failedFuture("it answers " + response.statusCode());
        }
        response.endHandler(end -> whole.tryComplete(bytes.toString(StandardCharsets.UTF_8)));
        response.handler(chunk -> {
            bytes.appendBuffer(chunk);
            if (bytes.length() > BYTES_MAX) {
                whole.tryFail("it answers with more than " + BYTES_MAX + " bytes");
                request.reset();
            }
        });
        return whole.future();
    }

    @Override
    public String place() {
        return address.toString();
    }
}

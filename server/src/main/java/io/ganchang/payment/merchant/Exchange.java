package io.ganchang.payment.merchant;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks a payment service over HTTP. Bounded in time, size and connections; a redirection is an answer like any other, since
 * it would lead to a place that nobody has configured.
 */
public final class Exchange {
    private static final long CONNECT_MS_MAX = 5_000;
    private static final long ANSWER_SECONDS_MAX = 15;
    private static final int ANSWER_BYTES_MAX = 65_536;
    private static final int CONNECTIONS_MAX = 16;
    private static final int WAITING_MAX = 256;

    private final HttpClient client;
    private final URI service;

    /** @param service address before the paths that are asked for */
    public Exchange(Vertx vertx, URI service) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setSsl("https".equalsIgnoreCase(service.getScheme())),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX).setMaxWaitQueueSize(WAITING_MAX));
        this.service = service;
    }

    /** Where the service is. */
    public URI service() {
        return service;
    }

    /**
     * One request and its answer; fails where there is none in time.
     *
     * @param target path and query, as they are to be sent
     */
    public Future<Answer> send(HttpMethod method, String target, MultiMap headers, Buffer body) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(origin() + target)
                .setConnectTimeout(CONNECT_MS_MAX)
                .setFollowRedirects(false)
                .setHeaders(headers);
        return client.request(options)
                .timeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
                .compose(request -> exchange(request, body));
    }

    private String origin() {
        return service.getScheme() + "://" + service.getRawAuthority();
    }

    private static Future<Answer> exchange(HttpClientRequest request, Buffer body) {
        return request.send(body)
                .compose(response -> whole(request, response))
                .timeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
                .onFailure(failure -> request.reset());
    }

    private static Future<Answer> whole(HttpClientRequest request, HttpClientResponse response) {
        Promise<Answer> whole = Promise.promise();
        Buffer bytes = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        response.endHandler(end -> whole.tryComplete(new Answer(response.statusCode(), response.headers(), bytes)));
        response.handler(chunk -> {
            bytes.appendBuffer(chunk);
            if (bytes.length() > ANSWER_BYTES_MAX) {
                whole.tryFail("it answers with more than " + ANSWER_BYTES_MAX + " bytes");
                request.reset();
            }
        });
        return whole.future();
    }

    /** An answer, as it came. */
    public record Answer(int status, MultiMap headers, Buffer body) {

        /** The value of the only header of that name; empty where there is none, or several. */
        public Optional<String> header(String name) {
            return headers.getAll(name).size() == 1 ? Optional.of(headers.get(name)) : Optional.empty();
        }

        /** Names it without what it carries. */
        @Override
        public String toString() {
            return "answer " + status + " of " + body.length() + " bytes";
        }
    }
}

package io.ganchang.payment.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/** Sends the sandbox's callbacks, as a payment service out there would: over HTTP, and again where they fail. */
public final class SandboxProvider {
    private static final String CALLBACK = "/v1/payments/" + SandboxGateway.NAME + "/callback";
    private static final int ATTEMPTS_MAX = 3;
    private static final long DELAY_MS = 400;
    private static final long CONNECT_MS_MAX = 2_000;
    private static final long ANSWER_SECONDS_MAX = 5;

    private final Vertx vertx;
    private final HttpClient client;
    private final SandboxGateway gateway;

    public SandboxProvider(Vertx vertx, SandboxGateway gateway) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false));
        this.gateway = gateway;
    }

    /**
     * Tells the server that listens at {@code address} of the payment. Each attempt is signed anew.
     *
     * @return whether the server has taken it
     */
    public Future<Boolean> tellPaid(SandboxTicket ticket, SocketAddress address) {
        return tellPaid(ticket, address, 1);
    }

    private Future<Boolean> tellPaid(SandboxTicket ticket, SocketAddress address, int attempt) {
        return send(gateway.paid(ticket), address)
                .otherwise(false)
                .compose(taken -> taken || attempt == ATTEMPTS_MAX
                        ? Future.succeededFuture(taken)
                        : vertx.timer(DELAY_MS, TimeUnit.MILLISECONDS)
                                .compose(waited -> tellPaid(ticket, address, attempt + 1)));
    }

    private Future<Boolean> send(SandboxGateway.Signed callback, SocketAddress address) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(address.hostAddress())
                .setPort(address.port())
                .setURI(CALLBACK)
                .setConnectTimeout(CONNECT_MS_MAX)
                .setFollowRedirects(false)
                .putHeader("Content-Type", "application/json");
        callback.headers().forEach(options::putHeader);
        return client.request(options)
                .timeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
                .compose(request -> exchange(request, callback));
    }

    private static Future<Boolean> exchange(HttpClientRequest request, SandboxGateway.Signed callback) {
        return request.send(callback.body())
                .compose(SandboxProvider::isTaken)
                .timeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
                .onFailure(failure -> request.reset());
    }

    private static Future<Boolean> isTaken(HttpClientResponse response) {
        return response.end().map(end -> response.statusCode() / 100 == 2);
    }
}

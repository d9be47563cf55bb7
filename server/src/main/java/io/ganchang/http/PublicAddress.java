package io.ganchang.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where browsers and payment services reach the public listener: as configured, else as the request's browser does. */
final class PublicAddress {
    private final Optional<URI> configured;

    PublicAddress(Optional<URI> configured) {
        this.configured = configured;
    }

    /** Scheme, host and perhaps port, without a path. */
    URI of(HttpServerRequest request) {
        return configured.orElseGet(() -> asked(request));
    }

    /** What a {@code Host} header says is the caller's word: good enough to send that same caller to, and nothing else. */
    private static URI asked(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        URI named = authority == null ? null : at(authority.host(), authority.port());
        SocketAddress local = request.localAddress();
        URI address = named == null ? at(local.hostAddress(), local.port()) : named;
        if (address == null) {
            throw new IllegalStateException("a listener has an address");
        }
        return address;
    }

    private static @Nullable URI at(String host, int port) {
        try {
            return new URI("http", null, host, port, null, null, null);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}

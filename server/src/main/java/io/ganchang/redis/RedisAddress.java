package io.ganchang.redis;

import io.ganchang.config.RedisConfig;
import io.ganchang.config.RedisUrl;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.RedisOptions;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where Redis listens, as whom to speak to it and whom to trust there: what every connection to one Redis is made from.
 * Its text names the place alone.
 */
public final class RedisAddress {
    private final RedisUrl.Place place;
    private final Optional<String> user;
    private final Optional<String> password;
    private final Optional<byte[]> authorities;

    private RedisAddress(
            RedisUrl.Place place, Optional<String> user, Optional<String> password, Optional<byte[]> authorities) {
        this.place = place;
        this.user = user;
        this.password = password;
        this.authorities = authorities;
    }

    /** A unix socket that asks for no password. */
    public static RedisAddress ofSocket(Path socket) {
        return new RedisAddress(new RedisUrl.Socket(socket), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * That of the settings, with the files they name; empty where they leave it to the embedded Redis.
     *
     * @throws RedisUnavailable where a file cannot be used
     */
    public static Optional<RedisAddress> of(RedisConfig config) {
        return config.url()
                .map(url -> new RedisAddress(
                        url.place(),
                        url.user(),
                        config.passwordFile().map(RedisFiles::password).or(url::password),
                        config.caFile().map(RedisFiles::certificates)));
    }

    /** For connections of an event loop. */
    RedisOptions onLoop() {
        RedisOptions options = new RedisOptions().setConnectionString(connectionString());
        password.ifPresent(options::setPassword);
        user.ifPresent(options::setUser);
        if (isTls()) {
            NetClientOptions net = options.getNetClientOptions().setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
            authorities.ifPresent(pem -> net.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(pem))));
        }
        return options;
    }

    /** For connections of threads that may block. */
    RedisURI offLoop() {
        RedisURI.Builder builder =
                place instanceof RedisUrl.Host host ? tcp(host) : RedisURI.Builder.socket(socket().toString());
        password.ifPresent(secret -> builder.withAuthentication(user.orElse("default"), secret.toCharArray()));
        return builder.build();
    }

    /** Whom such a thread's connections trust. */
    SslOptions offLoopTrust() {
        SslOptions.Builder options = SslOptions.builder().jdkSslProvider();
        authorities.ifPresent(pem -> options.trustManager(() -> new ByteArrayInputStream(pem)));
        return options.build();
    }

    boolean isTcp() {
        return place instanceof RedisUrl.Host;
    }

    @Override
    public String toString() {
        return place.toString();
    }

    private boolean isTls() {
        return place instanceof RedisUrl.Host host && host.tls();
    }

    private static RedisURI.Builder tcp(RedisUrl.Host host) {
        return RedisURI.Builder.redis(host.name(), host.port())
                .withSsl(host.tls())
                .withVerifyPeer(SslVerifyMode.FULL);
    }

    private Path socket() {
        return ((RedisUrl.Socket) place).path();
    }

    /** Without user and password, which the client would show in its messages. */
    private String connectionString() {
        if (place instanceof RedisUrl.Host) {
            return place.toString();
        }
        try {
            return new URI("unix", null, socket().toString(), null).toString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no path of a socket: " + socket(), e);
        }
    }
}

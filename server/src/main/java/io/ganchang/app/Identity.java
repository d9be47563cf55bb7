package io.ganchang.app;

import io.ganchang.config.TokenConfig;
import io.ganchang.http.IdentityProvider;
import io.ganchang.http.KeyAddress;
import io.ganchang.http.KeyFile;
import io.ganchang.http.KeyRefresh;
import io.ganchang.http.KeySource;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The identity provider that the settings name, with its keys read. */
final class Identity {
    private static final Logger LOG = LoggerFactory.getLogger(Identity.class);
    private static final long READ_SECONDS_MAX = 30;

    private Identity() {}

    /** @throws StartException where its keys are in a file that cannot be used */
    static Optional<IdentityProvider> open(Vertx vertx, TokenConfig config) {
        if (!config.hasProvider()) {
            return Optional.empty();
        }
        KeySource source = config.jwksUrl()
                .<KeySource>map(address -> new KeyAddress(vertx, address))
                .orElseGet(() -> new KeyFile(vertx, config.jwksFile().orElseThrow()));
        IdentityProvider provider = new IdentityProvider(vertx, config);
        KeyRefresh refresh = new KeyRefresh(vertx, source, provider, System::nanoTime);
        readFirst(refresh, source, config.jwksFile().isPresent());
        refresh.start(config.jwksRefreshSeconds());
        return Optional.of(provider);
    }

    /** A file that cannot be used is a mistake of now; an address that does not answer may do so later. */
    private static void readFirst(KeyRefresh refresh, KeySource source, boolean required) {
        String problem = problemOf(refresh);
        if (problem.isEmpty()) {
            return;
        }
        if (required) {
            throw new StartException("cannot use tokens.jwksFile " + source.place() + ": " + problem);
        }
        LOG.warn(
                "the identity provider's keys cannot be read from {}, so its tokens are refused until they can: {}",
                source.place(),
                problem);
    }

    private static String problemOf(KeyRefresh refresh) {
        try {
            int keys = refresh.read().toCompletionStage().toCompletableFuture().get(READ_SECONDS_MAX, TimeUnit.SECONDS);
            return keys == 0 ? "it has no RS256, PS256 or ES256 key with a kid" : "";
        } catch (ExecutionException e) {
            return String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
        } catch (TimeoutException e) {
            return "no answer in " + READ_SECONDS_MAX + " s";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}

package io.ganchang.app;

import io.ganchang.config.Config;
import io.ganchang.http.Guests;
import io.ganchang.http.Replies;
import io.ganchang.http.Tokens;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.LedgerWriter;
import io.ganchang.ordering.OrderKeys;
import io.ganchang.ordering.PartitionGuard;
import io.ganchang.ordering.Partitions;
import io.vertx.core.http.HttpServer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/** What the event loops of a server have in common. All of it is thread-safe. */
record Shared(
        Config config,
        String redisAddress,
        Ledger ledger,
        LedgerWriter writer,
        Partitions partitions,
        PartitionGuard guard,
        OrderKeys orderKeys,
        Tokens tokens,
        Guests guests,
        Replies replies,
        InstantSource clock,
        SecureRandom random,
        AtomicInteger port) {

    /** Notes the port of the public listener, which may have been chosen by the system. */
    void listening(HttpServer server) {
        port.set(server.actualPort());
    }
}

package io.ganchang.app;

import io.ganchang.config.Config;
import io.ganchang.http.Connections;
import io.ganchang.http.Guests;
import io.ganchang.http.Replies;
import io.ganchang.http.Tokens;
import io.ganchang.ledger.ClosedBooks;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.LedgerWriter;
import io.ganchang.ordering.OrderKeys;
import io.ganchang.ordering.PartitionGuard;
import io.ganchang.ordering.Partitions;
import io.ganchang.payment.Gateways;
import io.ganchang.redis.RedisAddress;
import io.ganchang.redis.RedisStanding;
import io.vertx.core.http.HttpServer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/** What the event loops of a server have in common. All of it is thread-safe. */
record Shared(
        Config config,
        RedisAddress redisAddress,
        RedisStanding redisStanding,
        Ledger ledger,
        LedgerWriter writer,
        Partitions partitions,
        PartitionGuard guard,
        OrderKeys orderKeys,
        Tokens tokens,
        Guests guests,
        Gateways gateways,
        ClosedBooks closedBooks,
        Replies replies,
        Replies orderReplies,
        Connections connections,
        InstantSource clock,
        SecureRandom random,
        AtomicInteger port,
        Observation observation) {

    /** Notes the port of the public listener, which may have been chosen by the system. */
    void listening(HttpServer server) {
        port.set(server.actualPort());
    }
}

package io.ganchang.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Redis for threads that may block: the event tail, audit and tools. Orders never go this way.
 *
 * <p>A command is sent at most once. While a connection is down its commands fail at once; it reconnects by itself.
 */
public final class OffLoopRedis implements AutoCloseable {
    /** Longest a command takes, waiting apart. */
    public static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final int REQUESTS_QUEUED_MAX = 1_000;
    private static final int KEEPALIVES_LOST_MAX = 3;
    private static final int THREADS = 2; // the least that lettuce takes
    private static final long RECONNECT_DELAY_MS_MIN = 5;
    private static final long RECONNECT_DELAY_MS_MAX = 250;
    private static final long CLOSE_TIMEOUT_MS = 2_000;

    private final ClientResources resources;
    private final RedisClient client;

    private OffLoopRedis(RedisURI address) {
        address.setTimeout(COMMAND_TIMEOUT);
        resources = ClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .reconnectDelay(() -> Delay.equalJitter(
                        RECONNECT_DELAY_MS_MIN, RECONNECT_DELAY_MS_MAX, RECONNECT_DELAY_MS_MIN, TimeUnit.MILLISECONDS))
                .build();
        client = RedisClient.create(resources, address);
        client.setOptions(options(address.getSocket() == null ? tcp() : unixSocket()));
    }

    /** Redis behind a unix socket. Connects to nothing yet. */
    public static OffLoopRedis toSocket(Path socket) {
        return new OffLoopRedis(RedisURI.Builder.socket(socket.toString()).build());
    }

    /**
     * A new tail with its own connections; the caller closes it.
     *
     * @throws io.lettuce.core.RedisConnectionException where Redis is not there
     */
    public EventTail openTail() {
        StatefulRedisConnection<String, String> waiting = connect();
        try {
            return new EventTail(waiting, connect());
        } catch (RuntimeException e) {
            waiting.close();
            throw e;
        }
    }

    /**
     * A new reader of partitions with its own connection; the caller closes it.
     *
     * @throws RedisUnavailable where Redis is not there
     */
    public SnapshotReader openSnapshots() {
        try {
            return new SnapshotReader(connect());
        } catch (RedisConnectionException e) {
            throw new RedisUnavailable("Redis cannot be reached: " + e.getMessage(), e);
        }
    }

    /**
     * A new way to care for partitions with its own connection; the caller closes it.
     *
     * @throws RedisUnavailable where Redis is not there
     */
    public PartitionCare openCare() {
        try {
            return new PartitionCare(connect());
        } catch (RedisConnectionException e) {
            throw new RedisUnavailable("Redis cannot be reached: " + e.getMessage(), e);
        }
    }

    /**
     * A new connection; the caller closes it.
     *
     * @throws io.lettuce.core.RedisConnectionException where Redis is not there
     */
    public StatefulRedisConnection<String, String> connect() {
        return client.connect();
    }

    /** Closes every connection made here. */
    @Override
    public void close() {
        client.shutdown(0, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        boolean unused =
                resources.shutdown(0, CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSE_TIMEOUT_MS);
    }

    private static ClientOptions options(SocketOptions socketOptions) {
        return ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(command -> true) // filters all out: what was in flight is not sent again
                .requestQueueSize(REQUESTS_QUEUED_MAX)
                .timeoutOptions(TimeoutOptions.builder()
                        .timeoutCommands()
                        .connectionTimeout()
                        .build())
                .socketOptions(socketOptions)
                .protocolVersion(ProtocolVersion.RESP2) // the shape of replies that EventTail reads
                .build();
    }

    private static SocketOptions unixSocket() {
        return SocketOptions.builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .keepAlive(false)
                .build();
    }

    /** A peer that vanished without a word is noticed while something is sent, and while nothing is. */
    private static SocketOptions tcp() {
        return SocketOptions.builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .keepAlive(SocketOptions.KeepAliveOptions.builder()
                        .enable()
                        .idle(COMMAND_TIMEOUT)
                        .interval(COMMAND_TIMEOUT)
                        .count(KEEPALIVES_LOST_MAX)
                        .build())
                .tcpUserTimeout(SocketOptions.TcpUserTimeoutOptions.builder()
                        .enable()
                        .tcpUserTimeout(COMMAND_TIMEOUT)
                        .build())
                .build();
    }
}

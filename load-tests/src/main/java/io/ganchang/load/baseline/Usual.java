package io.ganchang.load.baseline;

import io.ganchang.app.ServerParts;
import io.ganchang.config.HttpConfig;
import io.ganchang.http.OrderIntake;
import io.ganchang.http.Tokens;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A fair rival: takes an order as the server does, the token included, and places it as most shops do, by one call to Redis
 * with the usual eight commands. It oversells nothing and knows a repeat; it has no ledger, no metrics and no feed.
 *
 * <p>The pool is shared out over the event loops, so that no order changes threads, which favours it.
 */
@Command(
        name = "usual",
        mixinStandardHelpOptions = true,
        description = "Places orders the usual way: one call to Redis for each, over a pool of connections.")
public final class Usual implements Callable<Integer> {
    private static final long PRICE_MINOR = 3990;

    @Option(names = "--port", paramLabel = "N", defaultValue = "0", description = "Port to listen on (any free one).")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "Folder of its Redis, and of the key that tokens are checked with.")
    private @Nullable Path data;

    @Option(
            names = "--pool",
            paramLabel = "N",
            defaultValue = "32",
            description = "Connections to Redis, all event loops together (${DEFAULT-VALUE}).")
    private int pool;

    @Option(
            names = "--aof",
            paramLabel = "WHEN",
            defaultValue = "always",
            description = "When Redis syncs: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Aof aof = Aof.ALWAYS;

    @Option(
            names = "--offer",
            paramLabel = "ID",
            defaultValue = "melon",
            description = "What is on sale (${DEFAULT-VALUE}).")
    private String offer = "";

    @Option(
            names = "--stock",
            paramLabel = "N",
            defaultValue = "1000000000",
            description = "How many of it (${DEFAULT-VALUE}).")
    private long stock;

    @Option(
            names = "--limit-per-viewer",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Most of it for one viewer, 0 for no limit (${DEFAULT-VALUE}).")
    private long limitPerViewer;

    @Option(
            names = "--loops",
            paramLabel = "N",
            defaultValue = "0",
            description = "Event loops, 0 for one per two cores (${DEFAULT-VALUE}).")
    private int eventLoops;

    /** Serves until it is told to stop. */
    public static void main(String[] arguments) {
        Serving.begin(new Usual(), arguments);
    }

    @Override
    public Integer call() {
        if (data == null) {
            throw new IllegalStateException("picocli requires it");
        }
        RedisOfItsOwn redis = RedisOfItsOwn.start(data, aof);
        Runtime.getRuntime().addShutdownHook(new Thread(redis::close, "shutdown"));
        UsualShop.Terms terms = new UsualShop.Terms(PRICE_MINOR, limitPerViewer);
        open(port, eventLoops, data, new Connections(redis.socket(), pool), new Sale(offer, stock, terms))
                .announce();
        return Serving.GOES_ON;
    }

    /** What is on sale, how much of it, and on which terms. */
    record Sale(String offer, long stock, UsualShop.Terms terms) {}

    /** Where Redis listens, and how many connections to it there may be. */
    record Connections(Path socket, int pool) {}

    static Listening open(int port, int eventLoops, Path data, Connections redis, Sale sale) {
        HttpConfig http = ServerParts.defaults().http();
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        int loops = Listening.loops(eventLoops);
        int perLoop = (redis.pool() + loops - 1) / loops;
        byte[] key = ServerParts.tokenKey(data);
        return Listening.open(port, http, eventLoops, vertx -> {
            Tokens tokens = new Tokens(vertx, key, clock);
            tokens.proveRefusals(vertx);
            SplittableRandom own = new SplittableRandom(random.nextLong());
            return UsualShop.open(vertx, redis.socket(), perLoop, sale.terms(), clock, own)
                    .compose(shop -> shop.stock(sale.offer(), sale.stock()).map(shop))
                    .map(shop ->
                            new UsualRoute(new OrderIntake(vertx, http.orderBodyBytesMax()), tokens, shop)::handle);
        });
    }
}

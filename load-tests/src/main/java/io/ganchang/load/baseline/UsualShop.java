package io.ganchang.load.baseline;

import io.ganchang.domain.Delivery;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.OrderLine;
import io.ganchang.domain.SessionId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Orders as they are usually placed: each in one call of its own, over a pool of connections, with an id of its own and a
 * key that remembers it. To be used on one event loop.
 */
final class UsualShop {
    private static final String RESOURCE = "/baseline/usual_order.lua";
    private static final SessionId SESSION = new SessionId("compare");
    private static final String IDEMPOTENCY_SECONDS = "86400";
    private static final int CALLS_WAITING_MAX = 10_000;
    private static final int ID_BYTES = 16;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Redis redis;
    private final String script;
    private final Terms terms;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * What every offer is sold for.
     *
     * @param limitPerViewer 0 for none
     */
    record Terms(long priceMinor, long limitPerViewer) {}

    /** An order that somebody wants. */
    record Wish(
            String viewer,
            String channel,
            String key,
            String offer,
            long units,
            @Nullable Delivery delivery) {}

    /** What came of it. */
    sealed interface Answer {
        record Placed(Order order, boolean replayed) implements Answer {}

        record SoldOut() implements Answer {}

        record LimitReached() implements Answer {}
    }

    private UsualShop(Redis redis, String script, Terms terms, InstantSource clock, RandomGenerator random) {
        this.redis = redis;
        this.script = script;
        this.terms = terms;
        this.clock = clock;
        this.random = random;
    }

    /** Connects, on this event loop, with a pool of {@code connections}. */
    static Future<UsualShop> open(
            Vertx vertx, Path socket, int connections, Terms terms, InstantSource clock, RandomGenerator random) {
        Redis redis = Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString("unix://" + socket)
                        .setMaxPoolSize(connections)
                        .setMaxPoolWaiting(CALLS_WAITING_MAX));
        return redis.send(Request.cmd(Command.SCRIPT).arg("LOAD").arg(source()))
                .map(sha -> new UsualShop(redis, sha.toString(), terms, clock, random));
    }

    /** Puts {@code units} of an offer on sale. */
    Future<Void> stock(String offer, long units) {
        return redis.send(Request.cmd(Command.SET).arg(stockKey(offer)).arg(units))
                .mapEmpty();
    }

    /** Places it; fails where Redis does. */
    Future<Answer> place(Wish wish) {
        OrderId id = newId();
        long nowMs = clock.millis();
        return redis.send(call(wish, id, nowMs)).compose(reply -> answer(reply, wish, id, nowMs));
    }

    private Request call(Wish wish, OrderId id, long nowMs) {
        return Request.cmd(Command.EVALSHA)
                .arg(script)
                .arg(5)
                .arg("idempotency:" + wish.viewer() + ':' + wish.key())
                .arg(stockKey(wish.offer()))
                .arg("taken:" + wish.offer())
                .arg("order:" + id)
                .arg("events")
                .arg(id.toString())
                .arg(wish.viewer())
                .arg(wish.units())
                .arg(terms.limitPerViewer())
                .arg(IDEMPOTENCY_SECONDS)
                .arg(wish.offer())
                .arg(terms.priceMinor())
                .arg(FixedReply.CURRENCY)
                .arg(wish.channel())
                .arg(nowMs)
                .arg(json(wish.delivery()));
    }

    private Future<Answer> answer(Response reply, Wish wish, OrderId id, long nowMs) {
        return switch (reply.get(0).toString()) {
            case "placed" -> Future.succeededFuture(new Answer.Placed(order(wish, id, nowMs), false));
            case "replayed" -> replayed(reply.get(1).toString());
            case "sold_out" -> Future.succeededFuture(new Answer.SoldOut());
            case "limit" -> Future.succeededFuture(new Answer.LimitReached());
            default -> Future.failedFuture(new IllegalStateException("the script replied " + reply));
        };
    }

    private Order order(Wish wish, OrderId id, long nowMs) {
        OrderLine line = new OrderLine(wish.offer(), wish.units(), terms.priceMinor());
        return FixedReply.order(id, wish.viewer(), wish.channel(), line, nowMs);
    }

    /** A repeat is told what is stored, whatever it asks for. */
    private Future<Answer> replayed(String id) {
        return redis.send(Request.cmd(Command.HGETALL).arg("order:" + id))
                .map(stored -> new Answer.Placed(
                        FixedReply.order(
                                OrderId.parse(id).orElseThrow(),
                                stored.get("viewer").toString(),
                                stored.get("channel").toString(),
                                new OrderLine(
                                        stored.get("offer").toString(),
                                        stored.get("units").toLong(),
                                        stored.get("priceMinor").toLong()),
                                stored.get("createdMs").toLong()),
                        true));
    }

    private OrderId newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return new OrderId(SESSION, BASE64.encodeToString(bytes));
    }

    private static String stockKey(String offer) {
        return "stock:" + offer;
    }

    private static String json(@Nullable Delivery delivery) {
        return delivery == null
                ? ""
                : new JsonObject()
                        .put("division", delivery.division())
                        .put("name", delivery.name())
                        .put("phone", delivery.phone())
                        .put("street", delivery.street())
                        .encode();
    }

    private static String source() {
        try (InputStream resource = UsualShop.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.ganchang.load.cost;

import io.ganchang.domain.SessionId;
import io.ganchang.ledger.StreamTrimmer;
import io.ganchang.redis.FunctionLibrary;
import io.ganchang.redis.Keys;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A partition with an offer of plenty and one sold out, and batches of orders for either, a few calls in flight. */
final class PlacingBench {
    /** The function that Ganchang places orders by. */
    static final String PLACING = "order_place_1";

    /** The session of {@link #alone}. */
    static final SessionId ALONE = new SessionId("cost");

    static final String PLENTY = "melon-25";
    static final String SOLD_OUT = "korla-pear";

    private static final String[] HEAD = {"1", "0", "-", "0", "0", "99999999999999", "0123456789abcdef"};
    private static final String DELIVERY =
            "{\"division\":\"330602001001\",\"name\":\"王芳\",\"phone\":\"13800000000\"," + "\"street\":\"人民路1号2幢303室\"}";
    private static final int CALLS_IN_FLIGHT = 4;
    private static final long REPLY_SECONDS_MAX = 10;

    /** Holds a viewer may have, lapses after which they are short, and how long those are: the defaults. */
    private static final List<String> HOLD_RULES = List.of("10", "3", "120000");

    private final StatefulRedisConnection<String, String> connection;
    private final String session;
    private final String function;
    private final Keys keys;
    private final String[] placeKeys;
    private long orders;

    /** @param function places the orders; the libraries are loaded */
    PlacingBench(StatefulRedisConnection<String, String> connection, String session, String function) {
        this.connection = connection;
        this.session = session;
        this.function = function;
        keys = Keys.of(new SessionId(session));
        placeKeys = new String[] {
            keys.meta(),
            keys.offers(),
            keys.pools(),
            keys.orders(),
            keys.taken(),
            keys.events(),
            keys.holds(),
            keys.viewers()
        };
        session("create", "{\"title\":\"cost\",\"host\":\"host\",\"operators\":[],\"rehearsal\":false}");
        session("start", "-");
        offer(PLENTY, "999999999");
        offer(SOLD_OUT, "0");
    }

    /** Orders as Ganchang places them, on a Redis that has nothing yet. */
    static PlacingBench alone(StatefulRedisConnection<String, String> connection) {
        String unused = connection.sync().functionLoad(FunctionLibrary.source());
        return new PlacingBench(connection, ALONE.value(), PLACING);
    }

    Keys keys() {
        return keys;
    }

    /** Places {@code count} orders of one line each, {@code batch} a call. */
    void place(String offer, int count, int batch) {
        ArrayDeque<RedisFuture<?>> inFlight = new ArrayDeque<>();
        for (int placed = 0; placed < count; placed += batch) {
            inFlight.add(
                    connection.async().fcall(function, ScriptOutputType.MULTI, placeKeys, arguments(offer, batch)));
            if (inFlight.size() == CALLS_IN_FLIGHT) {
                await(inFlight.remove(), offer);
            }
        }
        inFlight.forEach(reply -> await(reply, offer));
    }

    /** Takes the partition out of Redis. */
    void remove() {
        long unused = connection.sync().del(placeKeys);
    }

    /** Trims the stream up to its last entry by one call. How many entries went; 0: none is left that could. */
    long trim() {
        String seq = connection.sync().hget(keys.meta(), "seq");
        List<?> reply = call(
                "events_trim_1",
                new String[] {keys.meta(), keys.events()},
                seq,
                String.valueOf(StreamTrimmer.ENTRIES_PER_CALL_MAX));
        return (Long) reply.get(3);
    }

    private String[] arguments(String offer, int batch) {
        List<String> arguments = new ArrayList<>(List.of(HEAD));
        arguments.addAll(HOLD_RULES);
        for (int i = 0; i < batch; i++) {
            long number = orders++;
            // A new viewer for each order, as in a burst.
            arguments.add(
                    String.format(Locale.ROOT, "%022d AbCdEfGhIjKlMnOp g-%016d = live %s:1:-", number, number, offer));
            arguments.add(DELIVERY);
        }
        return arguments.toArray(String[]::new);
    }

    private void session(String action, String document) {
        List<?> unused = call(
                "session_change_1",
                new String[] {keys.meta(), keys.commands(), keys.events()},
                "host",
                "-",
                "-",
                "-",
                action,
                "-",
                session,
                document,
                "ledger",
                "key",
                "-");
    }

    private void offer(String offer, String stock) {
        change("put", offer, "3990", "CNY", "5", "n", "600", "r", "1", stock, "{\"title\":\"t\",\"unit\":\"u\"}");
        change("open", offer, "0", "0");
    }

    private void change(String action, String offer, String... rest) {
        List<String> arguments = new ArrayList<>(List.of("host", "-", "-", "-", action, "-", offer));
        arguments.addAll(List.of(rest));
        List<?> unused = call(
                "offer_change_1",
                new String[] {keys.meta(), keys.offers(), keys.pools(), keys.commands(), keys.events()},
                arguments.toArray(String[]::new));
    }

    private List<?> call(String called, String[] callKeys, String... rest) {
        List<String> arguments = new ArrayList<>(List.of(HEAD));
        arguments.addAll(List.of(rest));
        List<?> reply =
                connection.sync().fcall(called, ScriptOutputType.MULTI, callKeys, arguments.toArray(String[]::new));
        if (!"ok".equals(reply.get(0))) {
            throw new IllegalStateException(called + " replied " + reply);
        }
        return reply;
    }

    private void await(RedisFuture<?> future, String offer) {
        try {
            List<?> reply = (List<?>) future.get(REPLY_SECONDS_MAX, TimeUnit.SECONDS);
            String expected = offer.equals(PLENTY) ? "+c " : "-sold_out ";
            if (!"ok".equals(reply.get(0)) || !String.valueOf(reply.get(3)).startsWith(expected)) {
                throw new IllegalStateException(function + " replied " + reply);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.ganchang.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.Event;
import io.ganchang.domain.Pool;
import io.ganchang.domain.PoolDelta;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.embedded.RedisForTest;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The function library on a real Redis, called with any arguments at all, and a partition to call it on. */
public final class FunctionsForTest implements AutoCloseable {
    static final SessionId SESSION = new SessionId("melons");
    static final Keys KEYS = Keys.of(SESSION);
    static final String LEDGER = "0f8fad5b-d9cb-469f-a165-70867728950e";
    static final String DOCUMENT = "{\"title\":\"Melons\",\"host\":\"wang\",\"operators\":[],\"rehearsal\":false}";
    static final String OFFER_DOCUMENT = "{\"title\":\"Melon no. 25\",\"unit\":\"box\"}";
    static final long PRICE_MINOR = 3990;
    static final String ALWAYS = "99999999999999";

    /** What unpaid orders may hold: any number for ten minutes. */
    static final List<String> NO_HOLD_RULES = List.of("0", "0", "1");

    private static final List<String> MONEY =
            List.of(KEYS.meta(), KEYS.orders(), KEYS.events(), KEYS.commands(), KEYS.payments(), KEYS.refunds());

    /** The keys of each function, in the order of its head. */
    static final Map<String, List<String>> FUNCTIONS = Map.ofEntries(
            Map.entry(
                    "order_place_1",
                    List.of(
                            KEYS.meta(),
                            KEYS.offers(),
                            KEYS.pools(),
                            KEYS.orders(),
                            KEYS.taken(),
                            KEYS.events(),
                            KEYS.holds(),
                            KEYS.viewers())),
            Map.entry(
                    "order_expire_1",
                    List.of(
                            KEYS.meta(),
                            KEYS.pools(),
                            KEYS.orders(),
                            KEYS.taken(),
                            KEYS.events(),
                            KEYS.holds(),
                            KEYS.viewers())),
            Map.entry(
                    "order_resolve_1",
                    List.of(
                            KEYS.meta(),
                            KEYS.pools(),
                            KEYS.orders(),
                            KEYS.taken(),
                            KEYS.events(),
                            KEYS.holds(),
                            KEYS.viewers(),
                            KEYS.payments(),
                            KEYS.refunds())),
            Map.entry(
                    "payment_take_1",
                    List.of(
                            KEYS.meta(),
                            KEYS.offers(),
                            KEYS.pools(),
                            KEYS.orders(),
                            KEYS.taken(),
                            KEYS.events(),
                            KEYS.holds(),
                            KEYS.viewers(),
                            KEYS.payments(),
                            KEYS.refunds())),
            Map.entry("refund_grant_1", MONEY),
            Map.entry("refund_settle_1", MONEY),
            Map.entry("session_change_1", List.of(KEYS.meta(), KEYS.commands(), KEYS.events())),
            Map.entry(
                    "offer_change_1",
                    List.of(KEYS.meta(), KEYS.offers(), KEYS.pools(), KEYS.commands(), KEYS.events())),
            Map.entry("pools_read_1", List.of(KEYS.meta(), KEYS.offers(), KEYS.pools())),
            Map.entry("partition_verify_1", List.of(KEYS.meta(), KEYS.events())),
            Map.entry("partition_freeze_1", List.of(KEYS.meta())),
            Map.entry("clock_set_1", List.of(KEYS.meta())),
            Map.entry("events_trim_1", List.of(KEYS.meta(), KEYS.events())),
            Map.entry("session_close_1", List.of(KEYS.meta(), KEYS.offers(), KEYS.pools(), KEYS.events())),
            Map.entry(
                    "partition_remove_1",
                    List.of(
                            KEYS.meta(),
                            KEYS.offers(),
                            KEYS.pools(),
                            KEYS.orders(),
                            KEYS.taken(),
                            KEYS.commands(),
                            KEYS.events(),
                            KEYS.holds(),
                            KEYS.viewers(),
                            KEYS.payments(),
                            KEYS.refunds())));

    private static final int ENTRIES_MAX = 100_000;

    private final RedisForTest redis;
    private final OffLoopRedis offLoop;
    private final StatefulRedisConnection<String, String> connection;
    private final EventTail tail;
    private long tags;

    private FunctionsForTest(RedisForTest redis) {
        this.redis = redis;
        this.offLoop = OffLoopRedis.toSocket(redis.socket());
        this.connection = offLoop.connect();
        this.tail = offLoop.openTail();
        if (commands().functionList().isEmpty()) {
            load(FunctionLibrary.source());
        }
    }

    /** On a Redis of its own, without any key. Options are as on the command line of Redis. */
    public static FunctionsForTest start(String... options) {
        return new FunctionsForTest(RedisForTest.start(options));
    }

    /** With another source for the library. */
    static FunctionsForTest startWith(String source) {
        RedisForTest redis = RedisForTest.start();
        try (OffLoopRedis loader = OffLoopRedis.toSocket(redis.socket())) {
            loader.connect().sync().functionLoad(source);
        }
        return new FunctionsForTest(redis);
    }

    /** On {@code redis}, which is closed with this. Loads the library where there is none. */
    public static FunctionsForTest on(RedisForTest redis) {
        return new FunctionsForTest(redis);
    }

    RedisForTest redis() {
        return redis;
    }

    RedisCommands<String, String> commands() {
        return connection.sync();
    }

    void load(String source) {
        commands().functionLoad(source);
    }

    /** Call head: epoch 1, nothing known, at any time. */
    List<String> head() {
        return head(1, 0, "0", ALWAYS);
    }

    List<String> head(long epoch, long known, String notBefore, String notAfter) {
        return List.of(
                Long.toString(epoch),
                Long.toString(known),
                "-",
                "0",
                notBefore,
                notAfter,
                HexFormat.of().toHexDigits(++tags));
    }

    /** The whole reply to a call with these arguments, the head included. */
    List<Object> call(String function, List<String> arguments) {
        return callOn(function, FUNCTIONS.getOrDefault(function, List.of()), arguments);
    }

    List<Object> callOn(String function, List<String> keys, List<String> arguments) {
        return commands()
                .fcall(function, ScriptOutputType.MULTI, keys.toArray(String[]::new), arguments.toArray(String[]::new));
    }

    /** An order as {@code order_place_1} takes it; the name stands for id and request. */
    static String order(String name, String viewer, String lines) {
        return id(name) + ' ' + fingerprint(name) + ' ' + viewer + " = live " + lines;
    }

    static String id(String name) {
        return (name + "-".repeat(22)).substring(0, 22);
    }

    static String fingerprint(String name) {
        return (name + "-".repeat(16)).substring(0, 16);
    }

    /** What a call that places orders begins with. */
    List<String> placingHead() {
        return placingHead(head());
    }

    static List<String> placingHead(List<String> head) {
        return concat(head, NO_HOLD_RULES.toArray(String[]::new));
    }

    /** Places orders without delivery in one batch; the answers. */
    List<String> place(String... orders) {
        List<String> arguments = new ArrayList<>(placingHead());
        for (String order : orders) {
            arguments.add(order);
            arguments.add("-");
        }
        return answers(call("order_place_1", arguments));
    }

    /** Places one order with delivery; the answer. */
    String placeWith(String order, String delivery) {
        return answers(call("order_place_1", concat(placingHead(), order, delivery)))
                .get(0);
    }

    /** Cancels as {@code owner}; the answer. */
    String cancel(String owner, String name) {
        return answers(call("order_resolve_1", concat(head(), owner, id(name), "cancelled_by_viewer")))
                .get(0);
    }

    /** A command on the session without key or version; the whole reply. */
    List<String> session(String action) {
        return session(action, "-", "-", "-", DOCUMENT, LEDGER);
    }

    List<String> session(
            String action, String command, String fingerprint, String version, String document, String ledger) {
        return texts(call(
                "session_change_1",
                concat(
                        head(),
                        "wang",
                        command,
                        fingerprint,
                        version,
                        action,
                        "-",
                        SESSION.value(),
                        document,
                        ledger,
                        "key1",
                        "-")));
    }

    /** A command on an offer without key or version; the whole reply. */
    List<String> offer(String offer, String action, String... arguments) {
        return offerAs("-", "-", "-", offer, action, arguments);
    }

    List<String> offerAs(
            String command, String fingerprint, String version, String offer, String action, String... arguments) {
        List<String> all = new ArrayList<>(concat(head(), "wang", command, fingerprint, version, action, "-", offer));
        all.addAll(List.of(arguments));
        return texts(call("offer_change_1", all));
    }

    List<String> put(String offer, long stock, long limit) {
        return offer(offer, "put", terms(Long.toString(PRICE_MINOR), "CNY", limit, "0", Long.toString(stock)));
    }

    static String[] terms(String price, String currency, long limit, String delivery, String stock) {
        return new String[] {price, currency, Long.toString(limit), "n", "600", "r", delivery, stock, OFFER_DOCUMENT};
    }

    /** Puts an offer on sale at once. */
    /** Puts a prepaid offer on sale, whose holds last that long. */
    void sellPrepaid(String offer, long stock, long limit, int holdSeconds, String latePayment) {
        String[] terms = terms(Long.toString(PRICE_MINOR), "CNY", limit, "0", Long.toString(stock));
        terms[3] = "p";
        terms[4] = Integer.toString(holdSeconds);
        terms[5] = latePayment;
        assertThat(offer(offer, "put", terms)).element(3).isEqualTo("created");
        assertThat(offer(offer, "open", "0", "0")).element(3).isEqualTo("changed");
    }

    /** Takes note of a payment; the answer. */
    String pay(String payment, String name, long amountMinor) {
        return pay(payment, name, "CNY", amountMinor);
    }

    String pay(String payment, String name, String currency, long amountMinor) {
        return answers(call(
                        "payment_take_1",
                        concat(head(), "sandbox:" + payment, id(name), currency, Long.toString(amountMinor))))
                .get(0);
    }

    /** Expires what is due; how many. */
    long expire() {
        return (Long) call("order_expire_1", concat(head(), "100")).get(3);
    }

    /** Moves partition time on. */
    void passSeconds(long seconds) {
        commands().hincrby(KEYS.meta(), "offset", seconds * 1000);
    }

    /** A host's refund; the whole reply. */
    List<String> refund(String command, String name, String what) {
        return texts(call("refund_grant_1", concat(head(), "wang", command, "fingerprint", id(name), what, "-")));
    }

    /** That money has gone back; the answer. */
    String settle(String payment, long amountMinor, String refund, String notice) {
        return answers(call(
                        "refund_settle_1",
                        concat(head(), "sandbox:" + payment, "CNY", Long.toString(amountMinor), refund, notice)))
                .get(0);
    }

    void sell(String offer, long stock, long limit) {
        assertThat(put(offer, stock, limit)).element(3).isEqualTo("created");
        assertThat(offer(offer, "open", "0", "0")).element(3).isEqualTo("changed");
    }

    /** An empty Redis but for the library and a live session. */
    void startShow() {
        commands().flushall();
        assertThat(session("create")).element(3).isEqualTo("created");
        assertThat(session("start")).element(4).isEqualTo("live");
    }

    Pool pool(String offer) {
        return OfferRecord.parsePool(commands().hget(KEYS.pools(), Keys.stockPool(offer)));
    }

    long seq() {
        return Long.parseLong(commands().hget(KEYS.meta(), "seq"));
    }

    List<StreamEntry> entries() {
        return tail.read(SESSION, 0, ENTRIES_MAX);
    }

    List<Event> events() {
        return entries().stream().flatMap(entry -> entry.events().stream()).toList();
    }

    /** Everything that Redis holds: key → value, hashes by field since they are serialized in any order. */
    Map<String, String> dump() {
        Map<String, String> dump = new TreeMap<>();
        commands().keys("*").forEach(key -> dump.put(key, valueOf(key)));
        return dump;
    }

    private String valueOf(String key) {
        return commands().type(key).equals("hash")
                ? new TreeMap<>(commands().hgetall(key)).toString()
                : HexFormat.of().formatHex(commands().dump(key));
    }

    /** The events are numbered without a gap up to the seq of the partition, and their deltas make its pools. */
    void assertBooksBalance() {
        Map<String, Pool> replayed = new TreeMap<>();
        long seq = 0;
        for (Event event : events()) {
            assertThat(event.seq()).isEqualTo(++seq);
            for (PoolDelta delta : PoolDeltas.parse(event.deltas())) {
                replayed.merge(delta.pool(), Pool.EMPTY.plus(delta), (pool, first) -> pool.plus(delta));
            }
        }
        assertThat(seq()).isEqualTo(seq);
        Map<String, Pool> stored = new TreeMap<>();
        commands().hgetall(KEYS.pools()).forEach((id, record) -> stored.put(id, OfferRecord.parsePool(record)));
        assertThat(replayed).isEqualTo(stored);
        assertThat(stored.values())
                .allSatisfy(pool -> assertThat(pool.available()).isNotNegative());
    }

    static List<String> concat(List<String> first, String... rest) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(rest));
        return all;
    }

    static List<String> texts(List<Object> reply) {
        return reply.stream().map(String::valueOf).toList();
    }

    private static List<String> answers(List<Object> reply) {
        assertThat(String.valueOf(reply.get(0))).isEqualTo("ok");
        return texts(reply.subList(3, reply.size()));
    }

    @Override
    public void close() {
        tail.close();
        offLoop.close();
        redis.close();
    }
}

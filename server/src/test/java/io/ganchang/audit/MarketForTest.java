package io.ganchang.audit;

import static org.awaitility.Awaitility.await;

import io.ganchang.config.FulfilmentConfig;
import io.ganchang.config.LedgerConfig;
import io.ganchang.database.Database;
import io.ganchang.dispatch.Dispatcher;
import io.ganchang.dispatch.sink.file.FileSink;
import io.ganchang.dispatch.sink.file.FulfilmentComparison;
import io.ganchang.dispatch.sink.file.FulfilmentFile;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.AuditCheckpoint;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.LedgerWriter;
import io.ganchang.ledger.StoredSession;
import io.ganchang.redis.AlarmsForTest;
import io.ganchang.redis.EventTail;
import io.ganchang.redis.FunctionLibrary;
import io.ganchang.redis.Keys;
import io.ganchang.redis.OffLoopRedis;
import io.ganchang.redis.embedded.RedisForTest;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One session's whole way on real parts: functions in Redis, ledger, fulfilment file, and the auditor over them. */
final class MarketForTest implements AutoCloseable {
    static final SessionId SESSION = new SessionId("audited");
    private static final String[] HEAD = {"1", "0", "-", "0", "0", "99999999999999", "ab"};
    private static final int ORDERS_PER_CALL = 250;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RedisForTest server = RedisForTest.start();
    private final OffLoopRedis redis = OffLoopRedis.toSocket(server.socket());
    private final StatefulRedisConnection<String, String> connection = redis.connect();
    private final EventTail tail = redis.openTail();
    private final Keys keys = Keys.of(SESSION);
    private final Path folder;
    private final Database database;
    private final Ledger ledger;
    private final LedgerWriter writer;
    private final Dispatcher dispatcher;
    private int orders;

    MarketForTest(Path data) throws IOException {
        folder = data.resolve("fulfilment");
        database = Database.open(data.resolve("ledger.db"));
        ledger = Ledger.open(database, UUID.randomUUID(), InstantSource.system());
        writer = new LedgerWriter(
                database,
                tail,
                new LedgerConfig(1_000, 100, 10, 20_000),
                new AlarmsForTest(),
                System::nanoTime,
                new Random(1));
        dispatcher = new Dispatcher(
                ledger, FileSink.into(folder), new FulfilmentConfig(true, 7, 10), System::nanoTime, new Random(2));
        redis().functionLoad(FunctionLibrary.source());
        bear();
        writer.start();
        dispatcher.start();
    }

    private void bear() {
        try {
            ledger.bear(StoredSession.newborn(SESSION, "host", "{}", "key", 1))
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        session("create", "{\"title\":\"t\",\"host\":\"host\",\"operators\":[],\"rehearsal\":false}");
        session("start", "-");
    }

    RedisCommands<String, String> redis() {
        return connection.sync();
    }

    Keys keys() {
        return keys;
    }

    Database database() {
        return database;
    }

    /** Changes rows of the ledger; how many. */
    int inLedger(String sql) {
        return database.inWriting(transaction -> transaction.handle().execute(sql));
    }

    String recordInLedger(String order) {
        return database.inReading(transaction -> transaction
                .handle()
                .select("SELECT record FROM orders WHERE id = ?", SESSION + "." + order)
                .mapTo(String.class)
                .one());
    }

    Path file() {
        return FulfilmentFile.path(folder, SESSION);
    }

    /** Puts {@code stock} units on sale. */
    void offer(String offer, int stock) {
        putOffer(offer, stock, "n", "600", "r");
    }

    private void putOffer(String offer, int stock, String payment, String holdSeconds, String latePayment) {
        offerChange(
                offer,
                "put",
                "3990",
                "CNY",
                "0",
                payment,
                holdSeconds,
                latePayment,
                "0",
                "" + stock,
                "{\"title\":\"t\",\"unit\":\"u\"}");
        offerChange(offer, "open", "0", "0");
    }

    void addStock(String offer, int delta) {
        offerChange(offer, "stock", "" + delta);
    }

    /** Places an order of one line; the reply's answer. */
    String buy(String viewer, String offer, int quantity) {
        return place(id(++orders) + " ffffffffffffffff " + viewer + " = live " + offer + ":" + quantity + ":-");
    }

    /** Places {@code count} orders of one unit, each by a viewer of its own, {@value #ORDERS_PER_CALL} a call. */
    void buyMany(int count, String... offers) {
        for (int done = 0; done < count; done += ORDERS_PER_CALL) {
            List<String> arguments = new ArrayList<>(List.of("0", "0", "1"));
            for (int i = done; i < Math.min(done + ORDERS_PER_CALL, count); i++) {
                arguments.add("%022d ffffffffffffffff viewer-%d = live %s:1:-"
                        .formatted(++orders, i, offers[i % offers.length]));
                arguments.add("{\"division\":\"330602001001\",\"name\":\"n\",\"phone\":\"13800000000\"}");
            }
            String answer = call("order_place_1", placingKeys(), arguments.toArray(String[]::new));
            if (!answer.startsWith("+")) {
                throw new IllegalStateException(answer);
            }
        }
    }

    /** Waits until all of it is in ledger and file. */
    void awaitFile(Duration patience) {
        long seq = Long.parseLong(redis().hget(keys.meta(), "seq"));
        await().atMost(patience).until(() -> ledger.sinkSeq(FileSink.NAME, SESSION) >= seq);
    }

    String cancel(String viewer, int order) {
        return call(
                "order_resolve_1",
                List.of(
                        keys.meta(),
                        keys.pools(),
                        keys.orders(),
                        keys.taken(),
                        keys.events(),
                        keys.holds(),
                        keys.viewers(),
                        keys.payments(),
                        keys.refunds()),
                viewer,
                id(order),
                "cancelled_by_viewer");
    }

    /** The 22 characters of the {@code order}th order's id. */
    static String id(int order) {
        return "%022d".formatted(order);
    }

    /** Puts {@code stock} units on sale that are to be paid first. */
    void prepaidOffer(String offer, int stock, int holdSeconds, String latePayment) {
        putOffer(offer, stock, "p", "" + holdSeconds, latePayment);
    }

    /** Tells that {@code amountMinor} were paid for an order; the answer. */
    String pay(String payment, int order, long amountMinor) {
        return pay(payment, id(order), "CNY", amountMinor);
    }

    String pay(String payment, String order, String currency, long amountMinor) {
        return call("payment_take_1", payingKeys(), "sandbox:" + payment, order, currency, "" + amountMinor);
    }

    /** Pays the first {@code count} orders, each by a payment of its own. */
    void payMany(int count, long amountMinor) {
        List<RedisFuture<List<Object>>> answers = new ArrayList<>();
        for (int order = 1; order <= count; order++) {
            answers.add(connection
                    .async()
                    .fcall(
                            "payment_take_1",
                            ScriptOutputType.MULTI,
                            payingKeys().toArray(String[]::new),
                            arguments("sandbox:p" + order, id(order), "CNY", "" + amountMinor)));
            if (answers.size() == ORDERS_PER_CALL || order == count) {
                LettuceFutures.awaitAll(PATIENCE, answers.toArray(Future[]::new));
                answers.clear();
            }
        }
    }

    /** Expires what is due; how many. */
    String expire() {
        return call(
                "order_expire_1",
                List.of(
                        keys.meta(),
                        keys.pools(),
                        keys.orders(),
                        keys.taken(),
                        keys.events(),
                        keys.holds(),
                        keys.viewers()),
                "100");
    }

    /** Moves partition time on. */
    void passSeconds(int seconds) {
        redis().hincrby(keys.meta(), "offset", seconds * 1000L);
    }

    /** A host gives back {@code amount:<minor>} or {@code lines:<offer>:<quantity>}; {@code created} and why not. */
    String refund(String command, int order, String what) {
        return call("refund_grant_1", moneyKeys(), "host", command, "fingerprint", id(order), what, "-");
    }

    /** Tells that money has gone back: refund {@code number}, or, where that is {@code -}, by notice {@code command}. */
    String settle(String payment, long amountMinor, String number, String command) {
        return settle(payment, "CNY", "" + amountMinor, number, command);
    }

    private String settle(String payment, String currency, String amountMinor, String number, String command) {
        return call("refund_settle_1", moneyKeys(), "sandbox:" + payment, currency, amountMinor, number, command);
    }

    /** Carries out all refunds that are due. */
    void settleAll() {
        redis().hgetall(keys.refunds()).forEach((number, record) -> {
            String[] fields = record.split(" ", -1);
            if (fields[0].equals("d")) {
                settle(fields[1].substring("sandbox:".length()), fields[3], fields[4], number, "-");
            }
        });
    }

    private List<String> payingKeys() {
        return List.of(
                keys.meta(),
                keys.offers(),
                keys.pools(),
                keys.orders(),
                keys.taken(),
                keys.events(),
                keys.holds(),
                keys.viewers(),
                keys.payments(),
                keys.refunds());
    }

    private List<String> moneyKeys() {
        return List.of(keys.meta(), keys.orders(), keys.events(), keys.commands(), keys.payments(), keys.refunds());
    }

    private List<String> placingKeys() {
        return List.of(
                keys.meta(),
                keys.offers(),
                keys.pools(),
                keys.orders(),
                keys.taken(),
                keys.events(),
                keys.holds(),
                keys.viewers());
    }

    private String place(String order) {
        return call("order_place_1", placingKeys(), "0", "0", "1", order, "{\"name\":\"n\"}");
    }

    private void session(String action, String document) {
        call(
                "session_change_1",
                List.of(keys.meta(), keys.commands(), keys.events()),
                "host",
                "-",
                "-",
                "-",
                action,
                "-",
                SESSION.value(),
                document,
                ledger.uuid(),
                "key",
                "-");
    }

    private void offerChange(String offer, String action, String... arguments) {
        List<String> all = new ArrayList<>(List.of("host", "-", "-", "-", action, "-", offer));
        all.addAll(List.of(arguments));
        call(
                "offer_change_1",
                List.of(keys.meta(), keys.offers(), keys.pools(), keys.commands(), keys.events()),
                all.toArray(String[]::new));
    }

    private String call(String function, List<String> callKeys, String... arguments) {
        List<?> reply =
                redis().fcall(function, ScriptOutputType.MULTI, callKeys.toArray(String[]::new), arguments(arguments));
        return String.valueOf(reply.get(reply.size() > 3 ? 3 : 0));
    }

    private static String[] arguments(String... afterHead) {
        List<String> all = new ArrayList<>(List.of(HEAD));
        all.addAll(List.of(afterHead));
        return all.toArray(String[]::new);
    }

    /** Waits until everything is in ledger and file, then audits. */
    AuditReport audit() {
        awaitFile(PATIENCE);
        return auditNow();
    }

    /** Alters the last checkpoint, and makes its digest fit. */
    void forgeCheckpoint(String what, String with) {
        AuditCheckpoint last = ledger.checkpoints(SESSION).get(0);
        AuditCheckpoint forged = new AuditCheckpoint(
                SESSION, last.seq(), 1, last.chain(), last.document().replace(what, with), "", 1, "forger");
        database.inWriting(transaction -> transaction.handle().execute("DELETE FROM audit_checkpoint"));
        ledger.keep(forged.withDigest(Checkpoints.digest(forged)));
    }

    /** Audits whatever is there now. */
    AuditReport auditNow() {
        return auditNow(AuditDepth.SINCE_CHECKPOINT, Auditor.EVENTS_PER_CHECKPOINT);
    }

    /** As {@link #audit}, and a checkpoint is kept however few events there were. */
    AuditReport auditAndKeep() {
        awaitFile(PATIENCE);
        return auditNow(AuditDepth.SINCE_CHECKPOINT, 1);
    }

    AuditReport auditNow(AuditDepth depth, long eventsPerCheckpoint) {
        List<Comparison> downstream = List.of(new FulfilmentComparison(folder, ledger));
        StoredSession session = ledger.sessionsAfter(Optional.empty(), 10).get(0);
        return new Auditor(redis, ledger, downstream, InstantSource.system(), "test", eventsPerCheckpoint)
                .audit(session, depth, AuditProgress.UNSEEN);
    }

    @Override
    public void close() {
        writer.close();
        dispatcher.close();
        tail.close();
        connection.close();
        redis.close();
        database.close();
        server.close();
    }
}

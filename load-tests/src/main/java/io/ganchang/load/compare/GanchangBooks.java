package io.ganchang.load.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.load.AuditScript;
import io.ganchang.load.journal.Journal;
import io.ganchang.load.process.Waiting;
import io.ganchang.load.traffic.Call;
import io.ganchang.load.traffic.Clocks;
import io.ganchang.load.traffic.Market;
import io.ganchang.load.traffic.OfferPlan;
import io.ganchang.load.traffic.Reply;
import io.ganchang.load.traffic.Stage;
import io.ganchang.load.traffic.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A session of one offer at a Ganchang server, and what its books say of it: pools, ledger, files and the audit of them all. */
final class GanchangBooks implements RunningSystem.Books, AutoCloseable {
    private static final long PRICE_MINOR = 3_990;
    private static final long STOCK = 100_000_000;
    private static final long LIMIT_PER_VIEWER = 100_000;
    private static final long REPLY_SECONDS_MAX = 30;
    private static final String PLENTY = "melon";
    private static final String SOLD_OUT = "pears";

    private final Path audit;
    private final Path folder;
    private final Tokens tokens;
    private final Clocks clocks;
    private final Vertx vertx = Vertx.vertx();
    private final Market market;

    /**
     * @param serve the script beside which the others lie
     * @param folder with {@code data} and {@code ganchang.yaml} in it
     */
    GanchangBooks(Path serve, Path folder, int port, Tokens tokens, Clocks clocks) {
        this.audit = serve.resolveSibling("audit");
        this.folder = folder;
        this.tokens = tokens;
        this.clocks = clocks;
        this.market = new Market(vertx, port);
    }

    /** Opens the session with an offer of plenty or one of nothing. Which one. */
    String open(boolean soldOut) throws Exception {
        String offer = soldOut ? SOLD_OUT : PLENTY;
        OfferPlan plan =
                new OfferPlan(offer, PRICE_MINOR, soldOut ? 0 : STOCK, LIMIT_PER_VIEWER, true, soldOut, 0, false);
        try (Journal journal = Journal.begin(folder.resolve("journal.jsonl"))) {
            await(new Stage(market, tokens, Lab.SESSION).open("Compare", List.of(plan), 0, journal));
        }
        return offer;
    }

    @Override
    public OptionalLong unitsSold() throws Exception {
        Call call = new Call(HttpMethod.GET, "/v1/sessions/" + Lab.SESSION, tokens.of("viewer", "auditor"), null, null);
        Reply reply = await(market.send(call, () -> {}));
        if (!(reply instanceof Reply.Answer answer) || !answer.isSuccess()) {
            throw new IOException("the session cannot be read: " + reply);
        }
        JsonNode offer = answer.body().path("offers").path(0);
        return OptionalLong.of(
                offer.path("total").asLong() - offer.path("available").asLong());
    }

    @Override
    public String faults() throws IOException {
        AuditScript script = new AuditScript(audit, folder.resolve("audit.log"), new Waiting(clocks));
        return String.join(
                "; ",
                script.complaints(List.of(
                        "--data",
                        folder.resolve("data").toString(),
                        "--config",
                        folder.resolve("ganchang.yaml").toString())));
    }

    /** By a transaction that writes nothing and keeps SQLite's only lock for writers. */
    @Override
    public AutoCloseable holdLedger() throws Exception {
        Connection connection = DriverManager.getConnection(
                "jdbc:sqlite:" + folder.resolve("data").resolve("ledger.db"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            statement.execute("BEGIN IMMEDIATE");
        }
        return connection;
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(REPLY_SECONDS_MAX, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        vertx.close();
    }
}

package io.ganchang.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * A name, a telephone number and a street that exist nowhere else go through everything a market does, in right places and
 * in wrong ones; then everything it has said is searched for them.
 */
class CanaryMaskingTest {
    private static final String NAME = "Zwitscherlein";
    private static final String PHONE = "13971234068";
    private static final String STREET = "Volierenweg";
    private static final List<String> CANARIES = List.of(NAME, PHONE, STREET);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BUYERS = 8;
    private static final int ORDERS_UNDER_LOAD = 400;

    private static final String DELIVERY = "'delivery':{'division':'330602001001','name':'" + NAME + " 王','phone':'"
            + PHONE + "','street':'" + STREET + " 4711 号'}";

    private final Path folder = MarketForTest.newFolder();

    /** What was said to somebody, by what it was. */
    private final Map<String, String> said = new TreeMap<>();

    private final AtomicInteger replies = new AtomicInteger();

    @AfterEach
    void deleteFolder() {
        MarketForTest.delete(folder);
    }

    private static boolean sings(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return CANARIES.stream().anyMatch(canary -> lower.contains(canary.toLowerCase(Locale.ROOT)));
    }

    private static String order(String offer, String more) {
        return "{'lines':[{'offer':'" + offer + "','quantity':1" + more + "}]," + DELIVERY + "}";
    }

    private Reply note(String what, Reply reply) {
        said.put(replies.incrementAndGet() + " " + what + " → " + reply.status(), reply.text());
        return reply;
    }

    @Test
    void nothingPersonalIsSaidToAnybodyItIsNotFor() throws IOException {
        try (ServerProcess server = ServerProcess.launch(folder)) {
            MarketForTest market = server.market();
            ShowForTest show =
                    market.show().open("melon", 100_000).open("last", 1).open("one", 9, ",'limitPerViewer':1");
            show.put("draft", 5, "").expect(201);
            sellAndRefuse(show);
            sendNonsense(show);
            sendNonsenseBesideTheBody(show);
            nameAField(show);
            sendRawNonsense(market);
            loseRedisUnderLoad(server, show);
            look(market, show);
            String order = note(
                            "placed",
                            show.order("erna", "e1")
                                    .json(order("melon", ""))
                                    .send()
                                    .expect(201))
                    .at("id")
                    .textValue();
            awaitInFile(show, order);
            commands(order, show.session());
            server.terminate();
            assertThat(server.exitCode()).isIn(0, 143);
            said.put("standard output", server.output());
            said.put("standard error", server.log());
        }
        assertWhereItMayBe();
        said.forEach(
                (what, text) -> assertThat(sings(text)).as("%s: %s", what, text).isFalse());
        assertThat(said).hasSizeGreaterThan(60);
    }

    private void sellAndRefuse(ShowForTest show) {
        note("placed", show.order("wang", "k1").json(order("melon", "")).send().expect(201));
        note(
                "replayed",
                show.order("wang", "k1").json(order("melon", "")).send().expect(200));
        note("mismatch", show.order("wang", "k1").json(order("last", "")).send().expect(422));
        note("last", show.order("wang", "k2").json(order("last", "")).send().expect(201));
        note("sold out", show.order("li", "k1").json(order("last", "")).send().expect(409));
        note("one", show.order("wang", "k3").json(order("one", "")).send().expect(201));
        note("limit", show.order("wang", "k4").json(order("one", "")).send().expect(409));
        note(
                "price",
                show.order("wang", "k5")
                        .json(order("melon", ",'expectedPriceMinor':1"))
                        .send()
                        .expect(409));
        note("draft", show.order("wang", "k6").json(order("draft", "")).send().expect(409));
        note("no offer", show.order("wang", "k7").json(order("pear", "")).send());
        note(
                "forbidden",
                show.market()
                        .post(show.path() + "/orders")
                        .as(show.host())
                        .key("k")
                        .json(order("melon", ""))
                        .send());
        note(
                "nobody",
                show.market()
                        .post(show.path() + "/orders")
                        .key("k")
                        .json(order("melon", ""))
                        .send()
                        .expect(401));
        note(
                "no session",
                show.market()
                        .post("/v1/sessions/nowhere/orders")
                        .as(show.viewer("wang"))
                        .key("k")
                        .json(order("melon", ""))
                        .send());
        ShowForTest early = ShowForTest.scheduled(show.market());
        early.put("melon", 5, "").expect(201);
        note(
                "not live",
                early.order("wang", "k1").json(order("melon", "")).send().expect(409));
        String cancelled = note(
                        "placed",
                        show.order("wang", "k8").json(order("melon", "")).send().expect(201))
                .at("id")
                .textValue();
        note(
                "cancelled",
                show.market()
                        .post("/v1/orders/" + cancelled + "/cancel")
                        .as(show.viewer("wang"))
                        .send()
                        .expect(200));
    }

    /** Values in wrong places. Nobody is told them back, the sender included. */
    private void sendNonsense(ShowForTest show) {
        for (String body : List.of(
                "{'lines':[{'offer':'" + NAME + " " + PHONE + "','quantity':1}]}",
                "{'lines':[{'offer':'" + NAME + "','quantity':1}]}",
                "{'lines':[{'offer':'melon','quantity':" + PHONE + "}]}",
                "{'lines':[{'offer':'melon','quantity':" + PHONE.repeat(2) + "}]}",
                "{'lines':[{'offer':'melon','quantity':'" + PHONE + "'}]}",
                "{'lines':'" + STREET + "'}",
                "{'lines':[{'offer':'melon','quantity':1}],'delivery':'" + NAME + "'}",
                "{'lines':[{'offer':'melon','quantity':1}],'delivery':{'phone':" + PHONE + "}}",
                "{'lines':[{'offer':'melon','quantity':1}],'delivery':{'name':'" + NAME.repeat(20) + "'}}",
                "{'lines':[{'offer':'melon','quantity':1}],'delivery':{'street':'" + STREET + "\\u0000'}}",
                "{'lines':[{'offer':'melon','quantity':1}],'onBehalfOf':'" + PHONE + "'}",
                "{'lines':[{'offer':'melon','quantity':1}],'note':'" + STREET + "'}",
                "{'lines':" + NAME + "}",
                "{'" + NAME,
                NAME,
                "'" + PHONE + "'",
                "{'delivery':{'phone':" + PHONE + "abc}}",
                "{'delivery':{'name':'" + NAME + "\n'}}",
                "{'delivery':{'name':'" + NAME + "\\q'}}",
                order("melon", "") + NAME,
                order("melon", "").replace("}", "]"),
                "[".repeat(40) + PHONE)) {
            note("nonsense", show.order("wang", "n1").json(body).send());
            note(
                    "command",
                    show.market()
                            .put(show.path(NAME))
                            .as(show.host())
                            .json(body)
                            .send());
        }
    }

    private void sendNonsenseBesideTheBody(ShowForTest show) {
        String viewer = show.viewer("wang");
        note(
                "type",
                show.market()
                        .post(show.path() + "/orders")
                        .as(viewer)
                        .key("k")
                        .header("Content-Type", "text/" + NAME)
                        .body(NAME)
                        .send());
        note("key", show.order("wang", PHONE).json("{}").send());
        note(
                "key in use",
                show.order("wang", NAME + PHONE).json(order("draft", "")).send());
        note(
                "long key",
                show.order("wang", NAME.repeat(9)).json(order("melon", "")).send());
        note("token", show.market().get("/v1/orders").as(NAME + "." + PHONE).send());
        note(
                "query",
                show.market()
                        .get("/v1/orders?limit=" + PHONE + "&after=" + NAME)
                        .as(viewer)
                        .send());
        note("order", show.market().get("/v1/orders/" + PHONE).as(viewer).send());
        note("session", show.market().get("/v1/sessions/" + NAME).send());
        note("path", show.market().get("/v1/" + STREET + "/" + PHONE).send());
        note("state", show.market().get("/v1/sessions?state=" + NAME).send());
    }

    /** Where a name stands in place of a field's, the sender alone is told the place, which is a pointer with that name. */
    private void nameAField(ShowForTest show) {
        Reply reply = show.order("wang", "n2")
                .json("{'" + PHONE + "':'" + NAME + "'}")
                .send()
                .expect(400);
        assertThat(reply.at("errors/0/pointer").textValue()).isEqualTo("/" + PHONE);
        said.put("unknown field", reply.text().replace("/" + PHONE, ""));
    }

    private void sendRawNonsense(MarketForTest market) {
        for (String[] lines : List.of(
                new String[] {NAME + " / HTTP/1.1"},
                new String[] {"GET /v1/orders?phone=" + PHONE + "%zz HTTP/1.1"},
                new String[] {"GET /%zz" + NAME + " HTTP/1.1"},
                new String[] {"GET /" + NAME.repeat(400) + " HTTP/1.1"},
                new String[] {"GET / HTTP/" + PHONE},
                new String[] {"GET /v1/sessions HTTP/1.1", "X-Name: " + NAME.repeat(900)},
                new String[] {"GET /v1/sessions HTTP/1.1", NAME + " : " + PHONE},
                new String[] {"POST /v1/guest HTTP/1.1", "Content-Length: " + PHONE + NAME})) {
            note("raw", market.raw().send(lines));
        }
    }

    private void loseRedisUnderLoad(ServerProcess server, ShowForTest show) {
        ExecutorService buyers = Executors.newFixedThreadPool(BUYERS);
        AtomicInteger sent = new AtomicInteger();
        for (int i = 0; i < BUYERS; i++) {
            buyers.execute(() -> {
                for (int n = sent.incrementAndGet(); n <= ORDERS_UNDER_LOAD; n = sent.incrementAndGet()) {
                    keep(show.order("buyer-" + n, "l" + n)
                            .json(order("melon", ""))
                            .send());
                }
            });
        }
        buyers.shutdown();
        Awaitility.await().atMost(PATIENCE).until(() -> sent.get() > ORDERS_UNDER_LOAD / 4);
        server.redis().destroyForcibly();
        Awaitility.await().atMost(PATIENCE.multipliedBy(2)).until(buyers::isTerminated);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> show.order("after", "a1")
                                .json(order("melon", ""))
                                .send()
                                .status()
                        < 300);
    }

    private void keep(Reply reply) {
        synchronized (said) {
            note("under load", reply);
        }
    }

    /** What others than the buyer can look at. */
    private void look(MarketForTest market, ShowForTest show) {
        String ops = market.token(Role.OPS, "boss");
        for (String path : List.of(
                "/v1/sessions", show.path(), show.path() + "/log", show.path() + "/dashboard", "/openapi.yaml")) {
            note(path, market.get(path).as(show.host()).send());
        }
        for (String path :
                List.of("/healthz", "/readyz", "/metrics", "/v1/fulfilment", "/v1/audit/" + show.session())) {
            note(path, market.admin("GET", path).as(ops).send());
        }
        note(
                "orders of another",
                market.get("/v1/orders").as(show.viewer("li")).send().expect(200));
        note(
                "own orders",
                market.get("/v1/orders").as(show.viewer("wang")).send().expect(200));
    }

    private void awaitInFile(ShowForTest show, String order) {
        Path file = folder.resolve("fulfilment/" + show.session() + ".jsonl");
        Awaitility.await().atMost(PATIENCE).until(() -> Files.readString(file).contains(order));
    }

    private void commands(String order, String session) {
        said.put("audit", run(new AuditCommand(), session));
        said.put("erase, dry", run(new EraseCommand(), "--order", order, "--dry-run"));
        String erased = run(new EraseCommand(), "--order", order);
        assertThat(erased).contains("erased the delivery data of 1 orders");
        said.put("erase", erased);
    }

    private String run(Object command, String... arguments) {
        StringWriter printed = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.toString()));
        PrintWriter out = new PrintWriter(printed);
        new CommandLine(command).setOut(out).setErr(out).execute(all.toArray(new String[0]));
        return printed.toString();
    }

    /** The control: in ledger, fulfilment file and Redis's own files it must be found, in every other file it must not. */
    private void assertWhereItMayBe() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> sings(read(file)))
                    .map(file -> folder.relativize(file).toString())
                    .forEach(found::add);
        }
        assertThat(found)
                .anyMatch(name -> name.equals("ledger.db"))
                .anyMatch(name -> name.matches("fulfilment/.*\\.jsonl"))
                .anyMatch(name -> name.matches("redis/.*aof"))
                .allMatch(name -> name.matches("ledger\\.db(-wal)?|fulfilment/.*\\.jsonl|redis/.*\\.(aof|rdb)"));
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.ganchang.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import io.ganchang.redis.CertificatesForTest;
import io.ganchang.redis.FunctionLibrary;
import io.ganchang.redis.embedded.RedisForTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A server on a Redis that runs already: what {@code docs/operations.md} says of it. */
class OwnRedisTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PASSWORD = "correct-horse-battery";
    private static final Path SAMPLE = Path.of("..", "config", "redis.conf");

    private final Path folder = MarketForTest.newFolder();
    private final int port = freePort();
    private final RedisForTest redis =
            RedisForTest.durable("--maxmemory", "64mb", "--bind", "127.0.0.1", "--port", Integer.toString(port));

    @AfterEach
    void end() {
        redis.close();
        MarketForTest.delete(folder);
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String url(String login) {
        return "redis.url=redis://" + login + "127.0.0.1:" + port;
    }

    private String passwordFile(String content) throws IOException {
        return "redis.passwordFile=" + Files.writeString(folder.resolve("redis.password"), content);
    }

    private String refusal(String... settings) {
        StartException refused =
                catchThrowableOfType(StartException.class, () -> MarketForTest.start(folder, settings));
        assertThat(refused).as("it does not start").isNotNull();
        String message = String.valueOf(refused.getMessage());
        assertThat(message).hasLineCount(1).doesNotContain(PASSWORD);
        return message;
    }

    private static void sell(MarketForTest market) {
        ShowForTest show = market.show().open("melon", 5);
        show.buy("wang", "k1", "melon", 2).expect(201);
        show.buy("wang", "k1", "melon", 2).expect(200);
        await().untilAsserted(() -> show.audit());
    }

    /** The line of the user that the sample and the page on operations have, with a password. */
    private List<String> userLine() throws IOException {
        String line = Files.readAllLines(SAMPLE).stream()
                .filter(each -> each.startsWith("user ganchang on "))
                .findFirst()
                .orElseThrow();
        assertThat(Path.of("..", "docs", "operations.md")).content().contains("\n" + line + "\n");
        return List.of(line.replace("CHANGE-ME", PASSWORD).split(" "));
    }

    @Test
    void theUserOfTheSampleMayDoAllThatAServerDoesAndNothingElse() throws IOException {
        redis.run("ACL SETUSER "
                + String.join(" ", userLine().subList(1, userLine().size())));
        redis.run("ACL LOG RESET");
        MarketForTest market = MarketForTest.start(folder, url("ganchang@"), passwordFile(PASSWORD + "\n"));
        try {
            assertThat(folder.resolve("redis")).as("an embedded Redis").doesNotExist();
            sell(market);
            StringWriter printed = new StringWriter();
            assertThat(audit(printed, "--redis", "redis://ganchang:" + PASSWORD + "@127.0.0.1:" + port))
                    .isZero();
            assertThat(printed.toString()).contains("the books balance");
        } finally {
            market.stop();
        }
        assertThat(redis.run("ACL LOG")).isEmpty();
        assertThat(redis.run("ACL DRYRUN ganchang GET other").get(0)).contains("no permissions");
        assertThat(redis.run("ACL DRYRUN ganchang FLUSHALL").get(0)).contains("no permissions");
        assertThat(redis.run("ACL DRYRUN ganchang HGET other x").get(0)).contains("no permissions");
    }

    /** Also what a function does in cases that no sale above met. */
    @Test
    void theUserOfTheSampleMayCallWhatTheFunctionsCall() throws IOException {
        List<String> granted = userLine();
        Matcher call =
                Pattern.compile("(?:redis\\.p?call|call_in_parts)\\('([A-Z]+)'").matcher(FunctionLibrary.source());
        assertThat(call.results().map(found -> '+' + found.group(1).toLowerCase(Locale.ROOT)))
                .hasSizeGreaterThan(10)
                .allSatisfy(command -> assertThat(granted).contains(command));
    }

    private int audit(StringWriter printed, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.toString()));
        return new CommandLine(new AuditCommand())
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(printed))
                .execute(all.toArray(String[]::new));
    }

    @Test
    void theSampleIsAConfigurationThatRedisTakesAndAServerSellsOn() throws IOException {
        List<String> options = new ArrayList<>();
        for (String line : Files.readAllLines(SAMPLE)) {
            if (!line.isBlank() && !line.startsWith("#") && !line.matches("(dir|port) .*")) {
                List<String> words = List.of(line.split(" "));
                options.add("--" + words.get(0));
                words.subList(1, words.size()).forEach(word -> options.add(word.equals("\"\"") ? "" : word));
            }
        }
        try (RedisForTest sample = RedisForTest.start(options.toArray(String[]::new))) {
            MarketForTest market = MarketForTest.start(
                    folder, "redis.url=unix://ganchang@" + sample.socket(), passwordFile("CHANGE-ME"));
            sell(market);
            market.stop();
        }
    }

    @Test
    void aPasswordAloneWillDoAndIsNeverShown() throws IOException {
        redis.run("CONFIG SET requirepass " + PASSWORD);
        assertThat(refusal(url(""))).contains("redis://127.0.0.1:" + port, "NOAUTH");
        assertThat(refusal(url(":wrong@"))).contains("redis://127.0.0.1:" + port, "WRONGPASS");
        assertThat(refusal(url(""), passwordFile(""))).contains("redis.passwordFile", "must have one line");
        assertThat(refusal(url(""), "redis.passwordFile=" + folder.resolve("none")))
                .contains("redis.passwordFile", "cannot be read");
        MarketForTest market = MarketForTest.start(folder, url(':' + PASSWORD + '@'));
        sell(market);
        market.stop();
    }

    @Test
    void tlsWillDo(@TempDir Path secrets) throws IOException, GeneralSecurityException {
        CertificatesForTest certificates = CertificatesForTest.make(secrets);
        int tlsPort = freePort();
        List<String> options = new ArrayList<>(certificates.redisOptions(tlsPort));
        options.addAll(List.of("--maxmemory", "64mb"));
        try (RedisForTest secured = RedisForTest.durable(options.toArray(String[]::new))) {
            MarketForTest market = MarketForTest.start(
                    folder, "redis.url=rediss://localhost:" + tlsPort, "redis.caFile=" + certificates.authority());
            sell(market);
            assertThat(secured.run("KEYS *")).isNotEmpty();
            market.stop();
        }
    }

    @Test
    void whereNothingListensIsSaidInOneLineAndEndsWithTwo() throws IOException {
        int nobody = freePort();
        try (ServerProcess server =
                ServerProcess.launch(folder, "--redis", "redis://:" + PASSWORD + "@127.0.0.1:" + nobody)) {
            assertThat(server.exitCode()).isEqualTo(2);
            assertThat(server.log().lines().filter(line -> line.startsWith("ganchang: ")))
                    .singleElement()
                    .asString()
                    .contains("Redis cannot be reached at redis://127.0.0.1:" + nobody, "refused");
            assertThat(server.log()).doesNotContain(PASSWORD).doesNotContain("\tat ");
        }
        assertThat(refusal("redis.url=unix://" + folder.resolve("none.sock"))).contains("none.sock");
    }

    @Test
    void aRepairIsForTheEmbeddedRedisAlone() {
        try (ServerProcess server =
                ServerProcess.launch(folder, "--repair-aof", "--redis", "unix://" + redis.socket())) {
            assertThat(server.exitCode()).isEqualTo(2);
            assertThat(server.log()).contains("--repair-aof is for the embedded Redis");
        }
    }

    @Test
    void weakSettingsKeepItFromStartingUnlessItIsARehearsal() throws IOException {
        redis.run("CONFIG SET appendfsync everysec");
        assertThat(refusal(url(""))).contains("CONFIG SET appendfsync always");
        MarketForTest rehearsal = MarketForTest.start(folder, url(""), "redis.allowUnsafe=true");
        sell(rehearsal);
        rehearsal.stop();
    }

    @Test
    void settingsThatWeakenEndTheSaleAtTheNextConnectionUntilTheyArePutRight() {
        MarketForTest market = MarketForTest.start(folder, url(""));
        try {
            ShowForTest show = market.show().open("melon", 1_000);
            show.buy("wang", "before", "melon", 1).expect(201);
            redis.run("CONFIG SET appendfsync everysec");
            redis.run("CLIENT KILL TYPE normal SKIPME yes");
            await().atMost(PATIENCE)
                    .until(() -> show.buy("wang", "first", "melon", 1).status() == 503);
            // Every event loop has lost its link: none sells, however often one asks.
            for (int i = 0; i < 20; i++) {
                show.buy("wang", "weak" + i, "melon", 1).expect(Problem.OVERLOADED);
            }
            redis.run("CONFIG SET appendfsync always");
            await().atMost(PATIENCE)
                    .until(() -> show.buy("wang", "after", "melon", 1).status() < 300);
            await().atMost(PATIENCE).untilAsserted(show::audit);
            assertThat(show.seen("melon").path("available").longValue()).isBetween(997L, 998L);
        } finally {
            market.stop();
        }
    }

    @Test
    void ledgersShareARedisAsLongAsTheirSessionsHaveIdsOfTheirOwn() {
        Path otherFolder = MarketForTest.newFolder();
        MarketForTest ours = MarketForTest.start(folder, url(""));
        MarketForTest other = MarketForTest.start(otherFolder, url(""));
        String session = ours.newName("shared");
        create(ours, session).expect(201);
        create(other, session).expect(Problem.SESSION_FROZEN);
        other.get("/v1/sessions/" + session).send().expect(404);
        sell(ours);
        sell(other);
        other.stop();
        ours.stop();
        MarketForTest.start(otherFolder, url("")).stop();
        MarketForTest.start(folder, url("")).stop();
        MarketForTest.delete(otherFolder);
    }

    @Test
    void aRedisThatHoldsASessionOfOursForAnotherLedgerIsRefused() {
        Path otherFolder = MarketForTest.newFolder();
        try (RedisForTest otherRedis = RedisForTest.durable("--maxmemory", "64mb")) {
            MarketForTest other = MarketForTest.start(otherFolder, "redis.url=unix://" + otherRedis.socket());
            create(other, "evening").expect(201);
            other.stop();
            MarketForTest ours = MarketForTest.start(folder, url(""));
            create(ours, "evening").expect(201);
            ours.stop();
            assertThat(refusal("redis.url=unix://" + otherRedis.socket()))
                    .contains(
                            "Redis holds session evening for ledger", "use the data folder that belongs to this Redis");
        }
        MarketForTest.delete(otherFolder);
    }

    private static Reply create(MarketForTest market, String session) {
        return market.put("/v1/sessions/" + session)
                .as(market.token(Role.HOST, "li"))
                .json("{'title':'x'}")
                .send();
    }
}

package io.ganchang.app;

import io.ganchang.audit.AuditReport;
import io.ganchang.audit.AuditReport.OfferBalance;
import io.ganchang.audit.Auditor;
import io.ganchang.config.Config;
import io.ganchang.config.Overrides;
import io.ganchang.ledger.StoredSession;
import io.ganchang.redis.OffLoopRedis;
import io.ganchang.redis.RedisAddress;
import io.ganchang.redis.RedisUnavailable;
import io.ganchang.redis.embedded.EmbeddedRedis;
import io.ganchang.redis.embedded.RedisBinary;
import io.ganchang.redis.embedded.RedisStartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Audits the sessions of a data folder, beside a running server or without one. */
@Command(
        name = "audit",
        description = "Proves the books of one session or of all: exit 0 when they balance, 1 when not.",
        mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
    private static final int DIFFERENCES = 1;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "SESSION", description = "one session; all without it")
    private @Nullable String session;

    @Option(names = "--data", description = "the data folder; data by default")
    private @Nullable Path data;

    @Option(names = "--config", description = "the server's settings")
    private @Nullable Path settings;

    @Option(names = "--redis", description = "the server's Redis, where it is not the embedded one")
    private @Nullable String redisUrl;

    @Override
    public Integer call() throws IOException {
        Config config = Settings.load(settings, overrides());
        DataFolder folder = new DataFolder(config.data().folder());
        if (Files.notExists(folder.ledger())) {
            throw new StartException("there is no ledger in " + folder.path() + "; name the data folder with --data");
        }
        try {
            Optional<RedisAddress> own = RedisAddress.of(config.redis());
            return own.isPresent() ? audit(folder, own.get()) : auditEmbedded(folder, config);
        } catch (RedisUnavailable | RedisStartException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private Overrides overrides() {
        Overrides overrides = Overrides.none();
        overrides = data == null ? overrides : overrides.with("data.folder", data.toString());
        return redisUrl == null ? overrides : overrides.with("redis.url", redisUrl);
    }

    /** By the Redis of the server that runs on the folder, or else by one that is started for the audit. */
    private int auditEmbedded(DataFolder folder, Config config) throws IOException {
        Optional<FileLock> lock = folder.tryLock();
        if (lock.isEmpty()) {
            return audit(folder, RedisAddress.ofSocket(EmbeddedRedis.socketOf(folder.path())));
        }
        RedisBinary binary = RedisBinary.locate(System.getenv(), folder.path());
        try (EmbeddedRedis redis =
                EmbeddedRedis.start(folder.path(), config.redis().memoryBytesMax(), binary)) {
            return audit(folder, RedisAddress.ofSocket(redis.socket()));
        } finally {
            lock.get().close();
        }
    }

    private int audit(DataFolder folder, RedisAddress address) {
        try (Books books = Books.open(folder, OffLoopRedis.to(address), InstantSource.system())) {
            Auditor auditor = books.auditor();
            boolean ok = true;
            for (StoredSession found : wanted(books.sessions())) {
                AuditReport report = auditor.audit(found);
                print(report);
                ok &= report.ok();
            }
            return ok ? 0 : DIFFERENCES;
        }
    }

    private List<StoredSession> wanted(List<StoredSession> all) {
        List<StoredSession> wanted = all.stream()
                .filter(found -> session == null || found.id().value().equals(session))
                .toList();
        if (session != null && wanted.isEmpty()) {
            throw new StartException("there is no session " + session);
        }
        return wanted;
    }

    private void print(AuditReport report) {
        PrintWriter out = Terminal.out(spec);
        out.printf(
                Locale.ROOT,
                "%s: %s at %d.%d, replay %s%n",
                report.session(),
                report.ok() ? "the books balance" : "THE BOOKS DO NOT BALANCE",
                report.epoch(),
                report.seq(),
                report.replayMatches() ? "matches" : "differs");
        for (OfferBalance offer : report.offers()) {
            out.printf(
                    Locale.ROOT,
                    "  %-24s total %d = available %d + held %d + sold %d, oversold %d%n",
                    offer.offer(),
                    offer.total(),
                    offer.available(),
                    offer.held(),
                    offer.sold(),
                    offer.oversold());
        }
        report.problems().forEach(problem -> out.println("  ! " + problem));
        out.flush();
    }
}

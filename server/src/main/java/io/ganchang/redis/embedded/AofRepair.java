package io.ganchang.redis.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only folder that Redis cannot load: what is wrong with it, and how it is made loadable by cutting its end
 * off. The cut is made in a copy, which then takes the place of the damaged file; the folder as it was is kept.
 */
final class AofRepair {
    private static final Logger LOG = LoggerFactory.getLogger(AofRepair.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern ABOUT_LOADING = Pattern.compile("append only file|\\bAOF\\b|\\bRDB\\b|loading DB");
    private static final Pattern WARNING = Pattern.compile("^[0-9]+:\\S+ .*? # ");

    /** To cut the file in place, which we do not. */
    private static final Pattern REDISS_ADVICE = Pattern.compile(": make a backup of your AOF file.*");

    private final AofCheck check;
    private final Path aof;

    AofRepair(RedisBinary binary, RedisFolder folder) {
        this.check = new AofCheck(binary, folder);
        this.aof = folder.aof();
    }

    /**
     * Why a redis-server ended before it was ready, if that was its append-only folder.
     *
     * @param logLines what it logged
     */
    Optional<AofRefusedException> refusal(List<String> logLines) {
        List<String> warnings = logLines.stream()
                .filter(line -> WARNING.matcher(line).find())
                .map(line -> WARNING.matcher(line).replaceFirst("").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        if (warnings.stream().noneMatch(line -> ABOUT_LOADING.matcher(line).find())) {
            return Optional.empty();
        }
        String last = warnings.get(warnings.size() - 1);
        return Optional.of(
                new AofRefusedException(explain(REDISS_ADVICE.matcher(last).replaceFirst(""))));
    }

    /**
     * Why Redis must not even try: it drops a torn end also of a file that another one follows, refuses to start then,
     * and at the next start loads what follows over the gap.
     */
    Optional<AofRefusedException> refusalToTry() {
        try {
            return AofCheck.hasSeveralFiles(aof) && check.check(aof) instanceof AofVerdict.Lost lost
                    ? Optional.of(new AofRefusedException(beyondCutting(lost.words())))
                    : Optional.empty();
        } catch (IOException e) {
            throw new RedisStartException("cannot read " + aof, e);
        }
    }

    /**
     * Cuts off what cannot be loaded. A folder that is whole, or not there, is left alone.
     *
     * @param now names the folder that is kept
     * @throws RedisStartException where cutting does not help
     */
    void run(Instant now) {
        try {
            if (Files.notExists(aof)) {
                return;
            }
            AofVerdict verdict = check.check(aof);
            if (verdict instanceof AofVerdict.Lost lost) {
                throw new AofRefusedException(beyondCutting(lost.words()));
            }
            if (verdict instanceof AofVerdict.Cuttable damaged) {
                cut(damaged, now);
            }
        } catch (IOException e) {
            throw new RedisStartException("cannot repair " + aof, e);
        }
    }

    private String explain(String redisSays) {
        try {
            AofVerdict verdict = check.check(aof);
            if (verdict instanceof AofVerdict.Cuttable damaged) {
                return "Redis cannot load " + aof.resolve(damaged.file()) + " (" + redisSays
                        + "): it is whole up to byte " + damaged.soundBytes() + " of " + damaged.bytes()
                        + "; restore the folder " + aof + " from a backup, or start once with --repair-aof, which cuts"
                        + " the other " + damaged.lostBytes()
                        + " bytes off and keeps the folder as it is beside it: what"
                        + " was acknowledged in them is then in the ledger alone, and its sessions are frozen";
            }
            return beyondCutting(redisSays
                    + (verdict instanceof AofVerdict.Lost lost ? "; " + lost.words() : "; its files are whole"));
        } catch (IOException e) {
            return beyondCutting(redisSays + "; redis-check-aof cannot be run: " + e.getMessage());
        }
    }

    private String beyondCutting(String words) {
        return "Redis cannot load " + aof + " (" + words + "), and --repair-aof does not help with that: restore that"
                + " folder from a backup";
    }

    private void cut(AofVerdict.Cuttable damaged, Instant now) throws IOException {
        Path work = aof.resolveSibling(aof.getFileName() + ".repair");
        Path kept = aof.resolveSibling(aof.getFileName() + ".broken-" + TIME.format(now));
        delete(work);
        Files.createDirectory(work);
        for (Path file : files(aof)) {
            Files.copy(file, work.resolve(file.getFileName()));
        }
        check.cut(work);
        Files.createDirectory(kept);
        for (Path file : files(aof)) {
            Files.createLink(kept.resolve(file.getFileName()), file);
        }
        sync(kept);
        replace(damaged.file(), work);
        delete(work);
        LOG.warn(
                "{} is cut at byte {} of {}: {} bytes are gone; the folder as it was is {}. Sessions whose acknowledged"
                        + " events were in them are frozen: the ledger is ahead of Redis",
                aof.resolve(damaged.file()),
                damaged.soundBytes(),
                damaged.bytes(),
                damaged.lostBytes(),
                kept);
    }

    /** At no moment is there a folder that Redis would take for another one, or for none. */
    private void replace(String name, Path work) throws IOException {
        sync(work.resolve(name));
        Files.move(work.resolve(name), aof.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        sync(aof);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            for (Path file : files(folder)) {
                Files.delete(file);
            }
            Files.delete(folder);
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

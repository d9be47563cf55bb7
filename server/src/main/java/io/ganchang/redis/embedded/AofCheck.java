package io.ganchang.redis.embedded;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Redis's own check of an append-only folder. A redis-server that is called by the name of {@value #NAME} is that
 * program, so the two are always of one version.
 */
record AofCheck(RedisBinary binary, RedisFolder folder) {
    private static final String NAME = "redis-check-aof";
    private static final long MINUTES_MAX = 15; // as long as loading may take
    private static final String YES = "y\n"; // to its question whether it shall cut
    private static final Pattern ANALYZED = Pattern.compile(
            "AOF analyzed: filename=(\\S+), size=([0-9]+), ok_up_to=([0-9]+), ok_up_to_line=[0-9]+, diff=(-?[0-9]+)");
    private static final Pattern LISTED = Pattern.compile("file (\\S+) seq [0-9]+ type i.*");
    private static final Pattern SNAPSHOT = Pattern.compile("Checking RDB file (\\S+)");
    private static final Pattern SNAPSHOT_FAULT =
            Pattern.compile("(?s)RDB ERROR DETECTED[^\\n]*\\n\\[offset ([0-9]+)\\] ([^\\n]+)");

    /** Looks, and changes nothing. */
    AofVerdict check(Path aofFolder) throws IOException {
        Optional<Path> manifest = manifest(aofFolder);
        return manifest.isPresent()
                ? judge(run(List.of(manifest.get().toString())), manifest.get())
                : new AofVerdict.Lost("there is no manifest in " + aofFolder);
    }

    /**
     * Cuts the last file where it begins to be damaged.
     *
     * @throws IOException where it refuses to, or what remains is damaged too
     */
    void cut(Path aofFolder) throws IOException {
        Path manifest = manifest(aofFolder).orElseThrow(() -> new IOException("no manifest in " + aofFolder));
        String said = run(List.of("--fix", manifest.toString())).text();
        if (!(check(aofFolder) instanceof AofVerdict.Sound)) {
            throw new IOException(NAME + " did not repair " + aofFolder + ": " + lastLine(said));
        }
    }

    /** Whether it has files of commands that others follow, as a rewrite that was cut short leaves it. */
    static boolean hasSeveralFiles(Path aofFolder) throws IOException {
        Optional<Path> manifest = manifest(aofFolder);
        return manifest.isPresent() && filesOf(manifest.get()).size() > 1;
    }

    private record Said(int exitCode, String text) {}

    private static Optional<Path> manifest(Path aofFolder) throws IOException {
        if (!Files.isDirectory(aofFolder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(aofFolder)) {
            return files.filter(file -> file.toString().endsWith(".manifest")).findFirst();
        }
    }

    private static AofVerdict judge(Said said, Path manifest) throws IOException {
        if (said.exitCode() == 0) {
            return new AofVerdict.Sound();
        }
        if (lastFile(manifest).isEmpty()) {
            return new AofVerdict.Lost(manifest.getFileName() + " lists no file of commands");
        }
        Optional<AofVerdict.Cuttable> damaged = ANALYZED.matcher(said.text())
                .results()
                .filter(file -> !file.group(4).equals("0"))
                .map(AofCheck::damaged)
                .findFirst();
        if (damaged.isPresent() && damaged.get().file().equals(lastFile(manifest))) {
            return damaged.get();
        }
        return new AofVerdict.Lost(damaged.map(AofCheck::inTheMiddle).orElseGet(() -> fault(said.text())));
    }

    private static AofVerdict.Cuttable damaged(MatchResult file) {
        return new AofVerdict.Cuttable(file.group(1), Long.parseLong(file.group(3)), Long.parseLong(file.group(2)));
    }

    private static String inTheMiddle(AofVerdict.Cuttable file) {
        return file.file() + " is damaged at byte " + file.soundBytes() + ", and another file follows it";
    }

    private static String fault(String text) {
        Matcher fault = SNAPSHOT_FAULT.matcher(text);
        Matcher file = SNAPSHOT.matcher(text);
        return fault.find() && file.find()
                ? file.group(1) + " is damaged at byte " + fault.group(1) + ": " + fault.group(2)
                : lastLine(text);
    }

    private static String lastFile(Path manifest) throws IOException {
        List<String> files = filesOf(manifest);
        return files.isEmpty() ? "" : files.get(files.size() - 1);
    }

    /** The files of commands, in the order in which Redis loads them. */
    private static List<String> filesOf(Path manifest) throws IOException {
        return Files.readAllLines(manifest, StandardCharsets.ISO_8859_1).stream()
                .map(LISTED::matcher)
                .filter(Matcher::matches)
                .map(listed -> listed.group(1))
                .toList();
    }

    private static String lastLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).reduce("", (earlier, line) -> line);
    }

    /** All it said stays in a file, for the operator. */
    private Said run(List<String> arguments) throws IOException {
        Path program = folder.folder().resolve(NAME);
        Path log = folder.folder().resolve(NAME + ".log");
        Files.deleteIfExists(program);
        Files.createSymbolicLink(program, binary.executable());
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            answer(process);
            if (process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
                return new Said(process.exitValue(), Files.readString(log, StandardCharsets.ISO_8859_1));
            }
            throw new IOException(NAME + " does not end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + NAME + " runs", e);
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(program);
        }
    }

    private static void answer(Process process) {
        try (Writer answers = process.outputWriter(StandardCharsets.US_ASCII)) {
            answers.write(YES);
        } catch (IOException e) {
            return; // it had no question and has ended
        }
    }
}

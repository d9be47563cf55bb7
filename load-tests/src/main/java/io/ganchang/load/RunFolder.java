package io.ganchang.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fresh folder of one run, with journal and log, and the server's data unless they were given a place. */
record RunFolder(Path root, Path data, Path journal) {

    static RunFolder create(@Nullable Path data, @Nullable Path journal) throws IOException {
        Path root = Files.createTempDirectory("ganchang-load-");
        return new RunFolder(
                root,
                data == null ? root.resolve("data") : data.toAbsolutePath(),
                journal == null ? root.resolve("journal.jsonl") : journal.toAbsolutePath());
    }

    /** The journal of the run's session of that number, from 0. */
    Path journal(int session) {
        return session == 0 ? journal : journal.resolveSibling(journal.getFileName() + "." + session);
    }

    Path log() {
        return root.resolve("server.log");
    }

    Path auditLog() {
        return root.resolve("audit.log");
    }

    Path ledger() {
        return data.resolve("ledger.db");
    }

    Path fulfilment(String session) {
        return data.resolve("fulfilment").resolve(session + ".jsonl");
    }

    /** Removes what this run created, not what it was given. */
    void delete() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(root)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}

package io.ganchang.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.load.process.Victim;
import io.ganchang.load.traffic.Clocks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole run against a toy market in a process of its own. */
final class ToyRun {
    private final Path folder;
    private final ToyMarket.Fault fault;
    private String printed = "";

    ToyRun(Path folder, ToyMarket.Fault fault) {
        this.folder = folder;
        this.fault = fault;
    }

    /** What was printed, for the asserting. */
    String printed() {
        return printed;
    }

    /** Whether all promises were kept. */
    boolean run(RunPlan plan, long seed, @Nullable Path page) throws Exception {
        return run(plan, seed, 0, page);
    }

    /** The same, with kills. */
    boolean run(RunPlan plan, long seed, int serverKills, @Nullable Path page) throws Exception {
        Path serve = script("serve", command());
        script("audit", "exit 0");
        RunFolder runFolder = new RunFolder(folder, folder.resolve("data"), folder.resolve("journal.jsonl"));
        LoadOptions options = new LoadOptions(
                plan,
                "scripts/load --scenario small",
                seed,
                Map.of(Victim.SERVER, serverKills),
                runFolder.data(),
                true,
                serve,
                runFolder.journal(),
                page);
        Clocks clocks = new Clocks(InstantSource.system(), System::nanoTime);
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        ByteArrayOutputStream news = new ByteArrayOutputStream();
        boolean kept = new LoadRun(options, runFolder, clocks, printer(table), printer(news)).run();
        printed = news.toString(StandardCharsets.UTF_8) + table.toString(StandardCharsets.UTF_8);
        return kept;
    }

    private static PrintStream printer(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String command() {
        return "exec '" + System.getProperty("java.home") + "/bin/java' -XX:TieredStopAtLevel=1 -cp '"
                + System.getProperty("java.class.path") + "' " + ToyMarket.class.getName() + ' ' + fault + " \"$@\"";
    }

    private Path script(String name, String line) throws IOException {
        Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + line + '\n');
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }
}

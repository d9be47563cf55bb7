package io.ganchang.load.siege;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What another Java process has on its heap after a full collection: with G1 all of it, which then lies in the old
 * generation; with other collectors the old generation.
 */
record ServerHeap(long pid) {
    private static final Pattern USED =
            Pattern.compile("(?:garbage-first heap|tenured generation|ParOldGen)\\s+total \\d+K, used (\\d+)K");

    /** Collects, and returns what is left. */
    long usedKb() throws IOException, InterruptedException {
        ask("GC.run");
        Matcher used = USED.matcher(ask("GC.heap_info"));
        if (!used.find()) {
            throw new IOException("jcmd tells nothing of the heap of process " + pid);
        }
        return Long.parseLong(used.group(1));
    }

    private String ask(String command) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return answer;
    }
}

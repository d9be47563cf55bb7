package io.ganchang.redis.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts a redis-server as a process of its own, which outlives a killed server. */
record RedisLauncher(RedisBinary binary, RedisSettings settings, RedisReadiness readiness) {
    /** A session of its own: what a terminal sends on Ctrl-C does not reach it, so the server can drain first. */
    private static final String OWN_SESSION = "setsid";

    /**
     * Starts it and waits until it is ready.
     *
     * @throws AofRefusedException where it cannot load its append-only file
     * @throws RedisStartException where it does not get ready; nothing is left running then
     */
    RunningRedis launch() {
        AofRepair repair = new AofRepair(binary, settings.folder());
        refuse(repair.refusalToTry());
        long logged = turnLog();
        Process process = start();
        try {
            return readiness.await(process::isAlive);
        } catch (RedisStartException e) {
            boolean ended = !process.isAlive();
            process.destroyForcibly();
            if (ended) {
                refuse(repair.refusal(settings.folder().logLinesFrom(logged)));
            }
            throw e;
        }
    }

    private static void refuse(Optional<AofRefusedException> refusal) {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    /** Gives the length that the log has now. */
    private long turnLog() {
        try {
            settings.folder().turnLog();
            return settings.folder().logBytes();
        } catch (IOException e) {
            throw new RedisStartException("cannot start " + binary.executable(), e);
        }
    }

    private Process start() {
        try {
            List<String> command = new ArrayList<>(List.of(binary.executable().toString()));
            command.addAll(settings.write());
            return start(command);
        } catch (IOException e) {
            throw new RedisStartException("cannot start " + binary.executable(), e);
        }
    }

    private Process start(List<String> command) throws IOException {
        List<String> apart = new ArrayList<>(List.of(OWN_SESSION));
        apart.addAll(command);
        try {
            return builder(apart).start();
        } catch (IOException e) {
            return builder(command).start(); // a system without that program, such as macOS
        }
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(settings.folder().folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(settings.folder().log().toFile()));
        builder.environment().clear(); // it needs none of the server's secrets
        return builder;
    }
}

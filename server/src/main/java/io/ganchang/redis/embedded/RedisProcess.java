package io.ganchang.redis.embedded;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process number that may be a redis-server of our folder, and may meanwhile be anything else. */
record RedisProcess(RedisFolder folder, long pid) {
    private static final int END_POLLS_MAX = 2_000;
    private static final long END_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /**
     * Whether it lives and is ours: its command line names our settings and our folder. A process that has ended and
     * that nobody has buried yet has no command line.
     */
    boolean isAlive() {
        List<String> ours =
                List.of(folder.settings().toString(), "--dir", folder.folder().toString());
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().arguments())
                .filter(arguments -> Collections.indexOfSubList(List.of(arguments), ours) >= 0)
                .isPresent();
    }

    /**
     * Ends it as {@code kill -9} does, if it is alive, and waits for its end.
     *
     * @throws RedisStartException where it does not end
     */
    void kill() {
        if (!isAlive()) {
            return;
        }
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        for (int i = 0; i < END_POLLS_MAX && isAlive(); i++) {
            LockSupport.parkNanos(END_POLL_NANOS);
        }
        if (isAlive()) {
            throw new RedisStartException(
                    "the redis-server of " + folder.folder() + ", process " + pid + ", cannot be ended");
        }
    }
}

package io.ganchang.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a server lives, and whether orders can be placed with it.
 *
 * <p>Checks look at what their owners noted before and ask nobody, so that asking never takes long and never hangs: a check
 * of something that may hang looks at when it was last heard of. Thread-safe.
 */
public final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);
    private static final int FINDINGS_PER_CHECK_MAX = 20;

    private final Map<Meaning, List<Named>> checks = Map.of(
            Meaning.DEAD, new CopyOnWriteArrayList<>(),
            Meaning.NOT_READY, new CopyOnWriteArrayList<>(),
            Meaning.WARNING, new CopyOnWriteArrayList<>());

    private volatile Phase phase = Phase.STARTING;

    /** What it means that a check finds something. */
    public enum Meaning {
        /** The process must be started anew. */
        DEAD,
        /** Orders cannot be placed, or not all. */
        NOT_READY,
        /** Orders can be placed, and a person should look. */
        WARNING
    }

    private enum Phase {
        STARTING,
        SERVING,
        STOPPING
    }

    private record Named(String name, Supplier<List<String>> check) {}

    /**
     * Whether a server can be given orders.
     *
     * @param problems why not; empty where it can
     * @param warnings what a person should look at
     */
    public record Readiness(List<String> problems, List<String> warnings) {
        public boolean isReady() {
            return problems.isEmpty();
        }
    }

    /**
     * Adds a check.
     *
     * @param name what it looks at
     * @param findings a sentence for each thing that is wrong; must be quick and never block
     */
    public void add(Meaning meaning, String name, Supplier<List<String>> findings) {
        checksOf(meaning).add(new Named(name, findings));
    }

    /** From here on orders can be placed. */
    public void serving() {
        phase = Phase.SERVING;
    }

    /** From here on none should be sent here. */
    public void stopping() {
        phase = Phase.STOPPING;
    }

    public boolean isServing() {
        return phase == Phase.SERVING;
    }

    /** Why the process must be started anew; empty where it need not. */
    public List<String> faults() {
        return findings(Meaning.DEAD);
    }

    public Readiness readiness() {
        List<String> problems = new ArrayList<>();
        switch (phase) {
            case STARTING -> problems.add("the server is starting");
            case STOPPING -> problems.add("the server is stopping");
            case SERVING -> {}
        }
        problems.addAll(findings(Meaning.NOT_READY));
        return new Readiness(List.copyOf(problems), findings(Meaning.WARNING));
    }

    private List<String> findings(Meaning meaning) {
        List<String> all = new ArrayList<>();
        checksOf(meaning).forEach(check -> all.addAll(run(check)));
        return List.copyOf(all);
    }

    private static List<String> run(Named check) {
        try {
            List<String> found = check.check.get();
            if (found.size() <= FINDINGS_PER_CHECK_MAX) {
                return found;
            }
            List<String> some = new ArrayList<>(found.subList(0, FINDINGS_PER_CHECK_MAX));
            some.add(check.name + ": " + (found.size() - FINDINGS_PER_CHECK_MAX) + " more");
            return some;
        } catch (RuntimeException e) {
            LOG.error("The check of {} failed", check.name, e);
            return List.of(check.name + " could not be checked; the log says why");
        }
    }

    private List<Named> checksOf(Meaning meaning) {
        return checks.getOrDefault(meaning, List.of());
    }
}

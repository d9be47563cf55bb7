package io.ganchang.load;

import io.ganchang.load.generator.Arrivals;
import io.ganchang.load.scenario.Crowd;
import io.ganchang.load.scenario.Scenario;
import io.ganchang.load.scenario.SessionGroup;
import io.ganchang.load.traffic.MoneyMix;
import io.ganchang.load.traffic.RandomShow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a run plays: its sessions at once, after a rehearsal where there is one.
 *
 * @param crowd who comes, in a line of the report
 * @param connections of the buyers
 * @param comeBefore whether everybody is there and has looked at the page before the sale begins
 * @param warmUp a session that is played before the others and not measured
 */
record RunPlan(
        String title,
        String crowd,
        List<SessionPlan> sessions,
        Optional<SessionPlan> warmUp,
        int connections,
        boolean comeBefore,
        int countdownSeconds,
        Duration sampleEvery) {
    private static final int CONNECTIONS = 64;
    private static final int EXTRA_ARRIVALS_FACTOR = 20;
    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(1);

    RunPlan {
        sessions = List.copyOf(sessions);
    }

    /** One show of hot and cold offers at a steady rate. */
    static RunPlan random(int orders, int perSecond, int viewers, long seed, MoneyMix mix) {
        int ordersMax = Math.toIntExact(
                Math.min(Integer.MAX_VALUE, (long) EXTRA_ARRIVALS_FACTOR * Math.max(orders, perSecond)));
        SessionPlan session = new SessionPlan(
                "Load run " + seed,
                new RandomShow(seed, orders, viewers, mix),
                new Arrivals.Constant(perSecond),
                orders,
                ordersMax,
                0,
                Duration.ofSeconds(orders / perSecond));
        String crowd = String.format(Locale.ROOT, "at %,d/s, %,d viewers", perSecond, viewers);
        return new RunPlan("Load run", crowd, List.of(session), Optional.empty(), CONNECTIONS, false, 0, SAMPLE_EVERY);
    }

    /** What {@code scenario} describes. */
    static RunPlan of(Scenario scenario, long seed) {
        List<SessionPlan> sessions = new ArrayList<>();
        for (SessionGroup group : scenario.sessions()) {
            for (int copy = 1; copy <= group.copies(); copy++) {
                String title = group.copies() == 1 ? group.title() : group.title() + ' ' + copy;
                sessions.add(session(title, group, scenario.timeLapse(), seed + sessions.size()));
            }
        }
        String crowd = String.format(
                Locale.ROOT,
                "in %s, %s as in life",
                sessions.size() == 1 ? "one session" : sessions.size() + " sessions",
                scenario.timeLapse() == 1
                        ? "as fast"
                        : String.format(Locale.ROOT, "%.3g times as fast", scenario.timeLapse()));
        return new RunPlan(
                scenario.title(),
                crowd,
                sessions,
                warmUp(scenario, seed),
                scenario.connections(),
                true,
                scenario.countdownSeconds(),
                Duration.ofMillis(scenario.sampleMs()));
    }

    private static SessionPlan session(String title, SessionGroup group, double timeLapse, long seed) {
        Crowd crowd = group.arrivals();
        return new SessionPlan(
                title,
                group.show(seed),
                crowd.arrivals(timeLapse, seed),
                crowd.count(),
                crowd.count(),
                group.views(),
                crowd.span(timeLapse));
    }

    private static Optional<SessionPlan> warmUp(Scenario scenario, long seed) {
        Crowd crowd = scenario.warmUp();
        SessionGroup group = scenario.sessions().get(0);
        return crowd.count() == 0
                ? Optional.empty()
                : Optional.of(new SessionPlan(
                        "Rehearsal",
                        group.rehearsal(~seed, crowd.count()),
                        crowd.arrivals(1, seed),
                        crowd.count(),
                        crowd.count(),
                        0,
                        crowd.span(1)));
    }

    /** How long its longest session takes. */
    Duration span() {
        return sessions.stream().map(SessionPlan::span).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    int orders() {
        return sessions.stream().mapToInt(SessionPlan::orders).sum();
    }

    boolean isPrepaid() {
        return sessions.stream().anyMatch(session -> session.show().holdsPerViewer() > 0);
    }
}

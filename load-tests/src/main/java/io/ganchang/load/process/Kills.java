package io.ganchang.load.process;

import io.ganchang.load.traffic.Clocks;
import io.ganchang.load.traffic.FirstOrder;
import io.ganchang.load.traffic.Tally;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Carries out a kill plan, one kill after another, each when the one before has healed. */
public final class Kills implements Runnable {
    private static final Duration HEALING_BOUND = Duration.ofSeconds(60);
    private static final Duration ARRIVALS_BOUND = Duration.ofHours(1);
    private static final Duration CALM = Duration.ofMillis(300);

    private final KillPlan plan;
    private final ServerProcess server;
    private final Tally tally;
    private final FirstOrder firstOrder;
    private final Clocks clocks;
    private final Consumer<String> news;
    private final Waiting waiting;
    private final List<Outage> outages = new CopyOnWriteArrayList<>();
    private volatile LongSupplier arrivals = () -> 0;
    private volatile boolean over;
    private volatile @Nullable String failure;

    /**
     * @param news told of each kill and each recovery
     */
    public Kills(
            KillPlan plan,
            ServerProcess server,
            Tally tally,
            FirstOrder firstOrder,
            Clocks clocks,
            Consumer<String> news) {
        this.plan = plan;
        this.server = server;
        this.tally = tally;
        this.firstOrder = firstOrder;
        this.clocks = clocks;
        this.news = news;
        this.waiting = new Waiting(clocks);
    }

    /** Starts killing, in a thread of its own. */
    public void begin(LongSupplier arrivalsSoFar) {
        arrivals = arrivalsSoFar;
        Thread thread = new Thread(this, "kills");
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether kills are still to come or to heal. */
    public boolean isPending() {
        return !over;
    }

    public List<Outage> outages() {
        return List.copyOf(outages);
    }

    /** Why the plan was given up, where it was. */
    public @Nullable String failure() {
        return failure;
    }

    @Override
    public void run() {
        try {
            for (KillPlan.Point point : plan.points()) {
                if (!waiting.until(() -> isDue(point), ARRIVALS_BOUND)) {
                    throw new IOException("no request was in flight");
                }
                strike(point);
                waiting.pass(CALM);
            }
        } catch (IOException | ExecutionException | InterruptedException | TimeoutException e) {
            failure = String.valueOf(e.getMessage());
            news.accept("no further kills: " + failure);
        } finally {
            over = true;
        }
    }

    private boolean isDue(KillPlan.Point point) {
        return arrivals.getAsLong() >= point.arrivals() && tally.inFlight() > 0;
    }

    private void strike(KillPlan.Point point)
            throws IOException, ExecutionException, InterruptedException, TimeoutException {
        Victim victim = point.victim();
        String name =
                victim == Victim.BOTH ? "server and its redis" : victim.name().toLowerCase(Locale.ROOT);
        int inFlight = tally.inFlight();
        long killedNanos = clocks.nanos();
        kill(victim);
        CompletableFuture<Long> healed = firstOrder.after(clocks.nanos());
        news.accept("killed the " + name + " with " + inFlight + " requests in flight");
        long readyMs = victim.isServerKilled() ? restartServer(killedNanos) : 0;
        long firstOrderMs = msSince(killedNanos, await(healed, name));
        Outage outage = new Outage(
                victim, point.arrivals(), inFlight, victim.isServerKilled() ? readyMs : firstOrderMs, firstOrderMs);
        outages.add(outage);
        news.accept(name + " ready after " + outage.readyMs() + " ms, first order after " + firstOrderMs + " ms");
    }

    private void kill(Victim victim) throws IOException {
        Optional<ProcessHandle> redis = server.redis().process();
        if (victim != Victim.SERVER && redis.isEmpty()) {
            throw new IOException("there is no Redis to kill");
        }
        switch (victim) {
            case SERVER -> server.kill();
            case REDIS -> server.redis().kill();
            case BOTH -> {
                redis.ifPresent(ProcessHandle::destroyForcibly); // and the server before it can start another
                server.kill();
                server.redis().kill();
            }
        }
    }

    private long restartServer(long killedNanos) throws IOException {
        server.restart();
        server.awaitReadyMs(HEALING_BOUND);
        return msSince(killedNanos, clocks.nanos());
    }

    private static long await(CompletableFuture<Long> healed, String name)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            return healed.get(HEALING_BOUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new TimeoutException("no order succeeded within " + HEALING_BOUND + " of killing the " + name);
        }
    }

    private static long msSince(long startNanos, long endNanos) {
        return TimeUnit.NANOSECONDS.toMillis(endNanos - startNanos);
    }
}

package io.ganchang.load.process;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** When who is killed, counted in arrivals. */
public record KillPlan(List<Point> points) {
    private static final double FIRST = 0.05;
    private static final double SPAN = 0.9;
    private static final double SPREAD = 0.7;

    /** A kill as soon as {@code arrivals} requests have come and one is in flight. */
    public record Point(long arrivals, Victim victim) {}

    public KillPlan {
        points = List.copyOf(points);
    }

    /** Spreads the kills over the run: one in each of as many equal stretches, at a random place of it. */
    public static KillPlan spread(Map<Victim, Integer> kills, int orders, Random random) {
        List<Victim> victims = new ArrayList<>();
        for (Victim victim : Victim.values()) {
            victims.addAll(Collections.nCopies(kills.getOrDefault(victim, 0), victim));
        }
        Collections.shuffle(victims, random);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < victims.size(); i++) {
            double place = FIRST + SPAN * (i + SPREAD * random.nextDouble()) / victims.size();
            points.add(new Point(Math.round(orders * place), victims.get(i)));
        }
        return new KillPlan(points);
    }
}

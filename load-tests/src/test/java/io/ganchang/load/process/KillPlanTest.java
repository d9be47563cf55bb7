package io.ganchang.load.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KillPlanTest {

    @Test
    void killsAreSpreadOverTheRunInOrder() {
        List<KillPlan.Point> points = KillPlan.spread(
                        Map.of(Victim.SERVER, 2, Victim.REDIS, 3, Victim.BOTH, 1), 10_000, new Random(919))
                .points();
        assertThat(points).extracting(KillPlan.Point::victim).contains(Victim.values());
        assertThat(points).filteredOn(point -> point.victim() == Victim.REDIS).hasSize(3);
        assertThat(points).extracting(KillPlan.Point::arrivals).isSorted();
        for (int i = 0; i < points.size(); i++) {
            assertThat(points.get(i).arrivals()).isBetween(500 + 1500L * i, 500 + 1500L * (i + 1));
        }
    }

    @Test
    void noKillsIsAPlanToo() {
        assertThat(KillPlan.spread(Map.of(), 100, new Random(1)).points()).isEmpty();
    }
}

package io.ganchang.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.load.ToyMarket.Fault;
import io.ganchang.load.traffic.MoneyMix;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs against a toy market in a process of its own: a clean one passes, each planted fault is found. */
class LoadRunTest {
    private static final int PER_SECOND = 400;
    private static final int VIEWERS = 40;
    private static final long SEED = 919;
    private static final MoneyMix MONEY = new MoneyMix(0.7, 0.1, 0.2);

    @TempDir
    Path folder = Path.of("");

    private String printed = "";

    @Test
    void anHonestMarketThatIsKilledTwiceKeepsItsPromises() throws Exception {
        boolean kept = run(Fault.NONE, 600, 2, MoneyMix.NONE);
        assertThat(kept).as(printed).isTrue();
        assertThat(printed).contains("PROMISES KEPT", "kill of server");
    }

    @ParameterizedTest
    @CsvSource({
        "OVERSELLS,      of N units never more",
        "FORGETS_KEYS,   one key makes one order",
        "LOSES_ORDERS,   every acknowledged order is stored",
        "IGNORES_LIMITS, no viewer exceeds",
        "DOUBLES_LINES,  in the file exactly once",
        "DIES,           the server lives"
    })
    void aMarketWithAFaultBreaksAPromise(Fault fault, String promise) throws Exception {
        assertThat(run(fault, 300, 0, MoneyMix.NONE)).isFalse();
        assertBroken(promise);
    }

    @Test
    void anHonestMarketThatIsPaidAndKilledKeepsItsPromises() throws Exception {
        boolean kept = run(Fault.NONE, 600, 2, MONEY);
        assertThat(kept).as(printed).isTrue();
        assertThat(printed).contains("PROMISES KEPT", "kill of server", "… then expired", "money, CNY");
    }

    @ParameterizedTest
    @CsvSource({
        "FORGETS_PAYMENTS, every acknowledged payment is in the books",
        "COUNTS_TWICE,     every acknowledged payment is in the books",
        "KEEPS_MONEY,      nobody else's money is kept",
        "LEAKS_HOLDS,      of N units never more"
    })
    void aMarketWithAFaultAboutMoneyBreaksAPromise(Fault fault, String promise) throws Exception {
        assertThat(run(fault, 300, 0, MONEY)).isFalse();
        assertBroken(promise);
    }

    private void assertBroken(String promise) {
        assertThat(printed.lines().filter(line -> line.startsWith("BROKEN")))
                .as(printed)
                .anyMatch(line -> line.contains(promise));
    }

    @Test
    void badUsageEndsWithTwo() {
        assertThat(Main.execute("--orders", "0")).isEqualTo(2);
        assertThat(Main.execute("--kill", "moon=1")).isEqualTo(2);
        assertThat(Main.execute("--prepaid", "1.5")).isEqualTo(2);
        assertThat(Main.execute("--pay-late", "0.6", "--abandon", "0.6")).isEqualTo(2);
        assertThat(Main.execute("--serve", "/nowhere")).isEqualTo(2);
    }

    private boolean run(Fault fault, int orders, int serverKills, MoneyMix mix) throws Exception {
        ToyRun run = new ToyRun(folder, fault);
        boolean kept = run.run(RunPlan.random(orders, PER_SECOND, VIEWERS, SEED, mix), SEED, serverKills, null);
        printed = run.printed();
        return kept;
    }
}

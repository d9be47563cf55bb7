package io.ganchang.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurabilityCheckTest {
    private static final Map<String, String> SAFE = Map.of(
            "appendonly", "yes",
            "appendfsync", "always",
            "no-appendfsync-on-rewrite", "no",
            "maxmemory", "268435456",
            "maxmemory-policy", "noeviction");

    @Test
    void whatIsSafeHasNoProblems() {
        assertThat(DurabilityCheck.problems(SAFE, "7.0.15")).isEmpty();
        assertThat(DurabilityCheck.problems(SAFE, "10.0.0")).isEmpty();
        assertThat(DurabilityCheck.settingNames()).containsExactlyInAnyOrderElementsOf(SAFE.keySet());
    }

    @ParameterizedTest
    @CsvSource({
        "appendonly, no, appendonly yes",
        "appendfsync, everysec, appendfsync always",
        "appendfsync, no, appendfsync always",
        "no-appendfsync-on-rewrite, yes, no-appendfsync-on-rewrite no",
        "maxmemory, 0, maxmemory 2gb",
        "maxmemory-policy, allkeys-lru, maxmemory-policy noeviction",
        "maxmemory-policy, volatile-ttl, maxmemory-policy noeviction"
    })
    void aWeakSettingIsOneLineThatSaysWhatToChange(String name, String value, String line) {
        Map<String, String> settings = new HashMap<>(SAFE);
        settings.put(name, value);

        assertThat(DurabilityCheck.problems(settings, "7.2.4"))
                .singleElement()
                .asString()
                .startsWith(name + " is " + value + ", must be ")
                .contains("now: CONFIG SET " + line)
                .endsWith("in redis.conf: " + line)
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({"6.2.14", "2.8.0", "unstable"})
    void anOldVersionIsAProblem(String version) {
        assertThat(DurabilityCheck.problems(SAFE, version))
                .singleElement()
                .asString()
                .contains(version, "7.0");
    }

    @Test
    void whatIsNotToldCountsAsUnsafe() {
        List<String> problems = DurabilityCheck.problems(Map.of(), "7.0.15");

        assertThat(problems).hasSameSizeAs(SAFE.keySet()).allMatch(line -> line.contains("not told"));
    }
}

package io.ganchang.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules bite: a small tree that breaks each of them is refused, and only for what it does wrong. */
class CanaryTest {
    private static final String ROOT = "io.ganchang.architecture.canary";
    private static final JavaClasses CANARY = new ClassFileImporter().importPackages(ROOT);

    private final ImportRules rules = new ImportRules(ROOT);

    @Test
    void anImportDownwardIsRefusedAndOneUpwardIsNot() {
        assertThat(violations(rules.importsGoUp()))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("domain.MelonThatKnowsItsPage", "http.MelonPage"));
    }

    @Test
    void aClassOutsideEveryCapabilityIsRefused() {
        assertThat(violations(rules.everyClassIsInACapability()))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("stranger.Stall"));
    }

    @Test
    void aDomainThatLeansOnOthersIsRefused() {
        assertThat(violations(rules.domainIsPlainJava())).isNotEmpty();
    }

    @Test
    void sqlOutsideATableIsRefusedAndInATableIsNot() {
        assertThat(violations(rules.onlyTablesSpeakSql()))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("ordering.Cashier"));
    }

    @Test
    void aPoolOutsideTheDatabaseIsRefused() {
        assertThat(violations(rules.onlyDatabaseOpensDatabases())).isNotEmpty();
    }

    @Test
    void redisClientsOutsideRedisAreRefused() {
        assertThat(violations(rules.onlyRedisSpeaksToRedis()))
                .anySatisfy(line -> assertThat(line).contains("io.lettuce"))
                .anySatisfy(line -> assertThat(line).contains("io.vertx.redis"));
    }

    @Test
    void metersOutsideTelemetryAreRefused() {
        assertThat(violations(rules.onlyTelemetryKnowsMeters()))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("ordering.Cashier"));
    }

    @Test
    void aPackageWithoutNullMarkedIsFound() {
        assertThat(rules.unmarkedPackages(CANARY)).contains(ROOT + ".domain");
    }

    private static List<String> violations(ArchRule rule) {
        return rule.evaluate(CANARY).getFailureReport().getDetails();
    }
}

package io.ganchang.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The server keeps the rules of {@link ImportRules}. {@link CanaryTest} shows that they can fail. */
class ArchitectureTest {
    private static final String ROOT = "io.ganchang";
    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private final ImportRules rules = new ImportRules(ROOT);

    @Test
    void aPackageImportsOnlyThoseAboveIt() {
        rules.importsGoUp().check(SERVER);
    }

    @Test
    void everyClassIsInACapability() {
        rules.everyClassIsInACapability().check(SERVER);
    }

    @Test
    void theDomainIsOnTheJdkAlone() {
        rules.domainIsPlainJava().check(SERVER);
    }

    @Test
    void sqlIsSpokenOnlyByTheDatabaseAndByTables() {
        rules.onlyTablesSpeakSql().check(SERVER);
    }

    @Test
    void poolAndMigrationsStayInTheDatabase() {
        rules.onlyDatabaseOpensDatabases().check(SERVER);
    }

    @Test
    void redisClientsStayInRedis() {
        rules.onlyRedisSpeaksToRedis().check(SERVER);
    }

    @Test
    void metersStayInTelemetry() {
        rules.onlyTelemetryKnowsMeters().check(SERVER);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(rules.unmarkedPackages(SERVER)).isEmpty();
    }
}

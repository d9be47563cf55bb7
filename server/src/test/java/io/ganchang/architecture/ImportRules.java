package io.ganchang.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * Who may import whom, and how packages are marked, below a root.
 *
 * @param root package whose subpackages are the capabilities
 */
record ImportRules(String root) {
    /** All capabilities in their order: each may import only those before it. */
    private static final List<String> CAPABILITIES = List.of(
            "domain",
            "config",
            "telemetry",
            "redis",
            "database",
            "network",
            "ledger",
            "ordering",
            "allotment",
            "catalogue",
            "session",
            "payment",
            "audit",
            "dispatch",
            "live",
            "http",
            "app");

    private static final String TABLE = ".*Table(\\$.*)?";

    /** A package imports only those above it in the list. */
    ArchRule importsGoUp() {
        List<ArchRule> rules = new ArrayList<>();
        for (int i = 0; i < CAPABILITIES.size() - 1; i++) {
            String[] below = CAPABILITIES.subList(i + 1, CAPABILITIES.size()).stream()
                    .map(this::inside)
                    .toArray(String[]::new);
            rules.add(noClasses()
                    .that()
                    .resideInAPackage(inside(CAPABILITIES.get(i)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(below)
                    .because("a capability imports only those above it in the list")
                    .allowEmptyShould(true));
        }
        return CompositeArchRule.of(rules);
    }

    /** Every class is in a capability of the list; the root itself holds nothing but its description. */
    ArchRule everyClassIsInACapability() {
        String[] known = Stream.concat(Stream.of(root), CAPABILITIES.stream().map(this::inside))
                .toArray(String[]::new);
        return classes().should().resideInAnyPackage(known);
    }

    /** The vocabulary leans on nothing but the JDK. */
    ArchRule domainIsPlainJava() {
        return classes()
                .that()
                .resideInAPackage(inside("domain"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(inside("domain"), "java..", "org.jspecify..")
                .because("the domain is on the JDK alone");
    }

    /** SQL is spoken by the database package and by tables, which live with the owner of their rows. */
    ArchRule onlyTablesSpeakSql() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(inside("database"))
                .and()
                .haveNameNotMatching(TABLE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..")
                .because("JDBC stays in database and in classes named …Table");
    }

    /** Pool and migrations are the database package's own. */
    ArchRule onlyDatabaseOpensDatabases() {
        return stayIn("database", "com.zaxxer.hikari..", "org.flywaydb..", "org.sqlite..");
    }

    /** Everybody else speaks to Redis through the redis package. */
    ArchRule onlyRedisSpeaksToRedis() {
        return stayIn("redis", "io.lettuce..", "io.vertx.redis..");
    }

    /** Everybody else counts for themselves; telemetry gives the counts names. */
    ArchRule onlyTelemetryKnowsMeters() {
        return stayIn("telemetry", "io.micrometer..", "io.prometheus..");
    }

    /** Packages whose {@code package-info.java} is missing or does not say {@code @NullMarked}. */
    List<String> unmarkedPackages(JavaClasses classes) {
        JavaPackage top = classes.getPackage(root);
        return Stream.concat(Stream.of(top), top.getSubpackagesInTree().stream())
                .filter(each -> !each.getClasses().isEmpty())
                .filter(each -> !each.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .toList();
    }

    private ArchRule stayIn(String capability, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(inside(capability))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .because("client libraries stay in their package")
                .allowEmptyShould(true);
    }

    private String inside(String capability) {
        return root + '.' + capability + "..";
    }
}

package io.ganchang.database;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the schema to the version of this program, by the scripts in {@code db/}. */
final class Migrations {
    private Migrations() {}

    /** @throws DatabaseUnusable where a script fails, or the database is of a later program */
    static void apply(DataSource source) {
        try {
            flyway(source).migrate();
        } catch (FlywayException e) {
            throw new DatabaseUnusable(
                    "the ledger's schema could not be brought up to date; use the program that made it, or a fresh data"
                            + " folder: " + firstLine(e),
                    e);
        }
    }

    /** @throws DatabaseUnusable where the schema is not of the version of this program; nothing is changed */
    static void requireCurrent(DataSource source) {
        try {
            flyway(source).validate();
        } catch (FlywayException e) {
            throw new DatabaseUnusable(
                    "the ledger's schema is not the one of this program; start its server once to bring it up to date, or"
                            + " use the program of that server",
                    e);
        }
    }

    private static Flyway flyway(DataSource source) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db")
                .loggers("slf4j")
                .cleanDisabled(true)
                .load();
    }

    private static String firstLine(FlywayException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}

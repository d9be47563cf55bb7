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
            Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:db")
                    .loggers("slf4j")
                    .cleanDisabled(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new DatabaseUnusable("the ledger's schema could not be brought up to date", e);
        }
    }
}

package io.ganchang.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The tables of the server's ledger as far as the oracle reads them. */
public final class LedgerSchema {
    private static final List<String> MIGRATIONS = List.of("/db/V1__ledger.sql", "/db/V5__money.sql");

    private LedgerSchema() {}

    /** The statements that create them. */
    public static String sql() throws IOException {
        StringBuilder sql = new StringBuilder();
        for (String migration : MIGRATIONS) {
            try (InputStream file = LedgerSchema.class.getResourceAsStream(migration)) {
                if (file == null) {
                    throw new IOException(migration + " is not on the class path");
                }
                sql.append(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return sql.toString();
    }
}

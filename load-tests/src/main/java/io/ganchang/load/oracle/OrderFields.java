package io.ganchang.load.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * What the oracle needs of an order record, read by its own reading of {@code docs/formats.md}.
 *
 * @param state {@code c}, {@code h}, {@code x} or {@code e}
 */
public record OrderFields(String state, String viewer, List<StoredLine> lines) {
    private static final int FIELDS_MIN = 16;
    private static final int VIEWER = 12;
    private static final int LINES = 14;

    /**
     * The fields of {@code record}.
     *
     * @throws IllegalArgumentException where it is not an order record
     */
    public static OrderFields read(String record) {
        String[] fields = record.split(" ", -1);
        if (fields.length < FIELDS_MIN) {
            throw new IllegalArgumentException("not an order record: " + fields.length + " fields");
        }
        List<StoredLine> lines = new ArrayList<>();
        for (String text : fields[LINES].split(",", -1)) {
            String[] parts = text.split(":", -1);
            lines.add(new StoredLine(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])));
        }
        return new OrderFields(fields[0], fields[VIEWER], List.copyOf(lines));
    }

    public boolean isCancelled() {
        return state.equals("x");
    }
}

package io.ganchang.audit;

import io.ganchang.audit.Digests.Digest;
import java.util.function.IntConsumer;

/**
 * A table from digests to a few numbers each, which takes 16 bytes and 8 a number where a map of objects takes some 200: an
 * audit keeps a row for every order. Open addressing, a quarter empty at least. Rows are named by their position, which
 * holds until the next {@link #put}.
 */
final class DigestTable {
    static final int NONE = -1;

    private static final int ROWS_MAX = 100_000_000;
    private static final int SLOTS_AT_FIRST = 1 << 10;
    private static final int KEY_CELLS = 2;

    private final int cellsPerRow;
    private long[] cells;
    private int rows;

    /** @param numbers how many a row has */
    DigestTable(int numbers) {
        cellsPerRow = KEY_CELLS + numbers;
        cells = new long[SLOTS_AT_FIRST * cellsPerRow];
    }

    int size() {
        return rows;
    }

    /** Position of the row, or {@link #NONE}. */
    int find(Digest key) {
        int position = slot(cells, key);
        return isEmpty(position) ? NONE : position;
    }

    /** Position of the row, which is made, of zeros, where there was none. */
    int put(Digest key) {
        int position = slot(cells, key);
        if (!isEmpty(position)) {
            return position;
        }
        if ((rows + 1L) * 4 > slots() * 3L) {
            grow();
            position = slot(cells, key);
        }
        rows++;
        cells[position] = key.high();
        cells[position + 1] = key.low();
        return position;
    }

    long get(int position, int number) {
        return cells[position + KEY_CELLS + number];
    }

    void set(int position, int number, long value) {
        cells[position + KEY_CELLS + number] = value;
    }

    /** Gives the position of every row, in no order. */
    void forEach(IntConsumer reader) {
        for (int position = 0; position < cells.length; position += cellsPerRow) {
            if (!isEmpty(position)) {
                reader.accept(position);
            }
        }
    }

    private int slots() {
        return cells.length / cellsPerRow;
    }

    private boolean isEmpty(int position) {
        return cells[position] == 0 && cells[position + 1] == 0;
    }

    private int slot(long[] table, Digest key) {
        int last = table.length / cellsPerRow - 1;
        int slot = (int) key.low() & last;
        int position = slot * cellsPerRow;
        while ((table[position] != 0 || table[position + 1] != 0)
                && (table[position] != key.high() || table[position + 1] != key.low())) {
            slot = (slot + 1) & last;
            position = slot * cellsPerRow;
        }
        return position;
    }

    private void grow() {
        if (rows >= ROWS_MAX) {
            throw new IllegalArgumentException("more than " + ROWS_MAX + " rows to keep at once");
        }
        long[] larger = new long[cells.length * 2];
        forEach(position -> System.arraycopy(
                cells, position, larger, slot(larger, new Digest(cells[position], cells[position + 1])), cellsPerRow));
        cells = larger;
    }
}

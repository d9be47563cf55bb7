package io.ganchang.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses which key was meant by one that does not exist. */
final class NearestKey {
    /** A guess further off than a third of the word is no help. */
    private static final int LENGTH_PER_EDIT = 3;

    private NearestKey() {}

    /** The known path nearest to {@code path}: the right key in the wrong place, or a slip of the pen. */
    static Optional<String> to(String path, List<String> knownPaths) {
        Optional<String> misplaced = knownPaths.stream()
                .filter(known -> lastKey(known).equalsIgnoreCase(lastKey(path)))
                .min(Comparator.comparingInt(known -> edits(path, known)));
        return misplaced.or(() -> knownPaths.stream()
                .filter(known -> edits(path, known) <= Math.max(2, path.length() / LENGTH_PER_EDIT))
                .min(Comparator.comparingInt(known -> edits(path, known))));
    }

    private static String lastKey(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** Levenshtein distance, letter case apart. */
    private static int edits(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}

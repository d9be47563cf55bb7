package io.ganchang.audit;

import java.util.ArrayList;
import java.util.List;

/** The differences an audit has found: the first {@value #LISTED_MAX} in words, the others by their number. */
public final class Problems {
    private static final int LISTED_MAX = 100;

    private final List<String> listed = new ArrayList<>();
    private long count;

    /** Adds one difference; {@code what} holds no personal data. */
    public void add(String what) {
        count++;
        if (listed.size() < LISTED_MAX) {
            listed.add(what);
        }
    }

    /** All that can be listed, with a last line for those that cannot. */
    public List<String> list() {
        List<String> all = new ArrayList<>(listed);
        if (count > listed.size()) {
            all.add((count - listed.size()) + " more");
        }
        return all;
    }
}

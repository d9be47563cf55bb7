package io.ganchang.load.oracle;

import java.util.List;

/**
 * How one promise fared.
 *
 * @param broken every place where it was broken
 */
public record Verdict(String sentence, List<String> broken) {

    public boolean kept() {
        return broken.isEmpty();
    }
}

package io.ganchang.config;

/**
 * One thing that is wrong with the settings.
 *
 * @param path dotted path of the key, or the name of the file
 * @param origin where the value stands: file and line, or the command line
 * @param found what stands there
 * @param expected what should
 */
public record ConfigProblem(String path, String origin, String found, String expected) {

    /** The problem in one line, for the person who has to mend it. */
    @Override
    public String toString() {
        return path + " (" + origin + "): found " + found + ", expected " + expected;
    }
}

package io.ganchang.domain;

/**
 * How a request ended: with a value, or with a problem. Expected refusals are values, not exceptions.
 *
 * @param <T> what a success carries
 */
public sealed interface Outcome<T> {

    /**
     * It was done.
     *
     * @param replayed whether an earlier attempt with the same key had done it
     */
    record Done<T>(T value, boolean replayed) implements Outcome<T> {}

    /**
     * It was not done, or, for {@link Problem#OUTCOME_UNKNOWN}, perhaps.
     *
     * @param detail a sentence for the person who reads the answer
     */
    record Refused<T>(Problem problem, String detail) implements Outcome<T> {}

    static <T> Outcome<T> done(T value) {
        return new Done<>(value, false);
    }

    static <T> Outcome<T> refused(Problem problem, String detail) {
        return new Refused<>(problem, detail);
    }
}

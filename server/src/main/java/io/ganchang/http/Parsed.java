package io.ganchang.http;

import java.util.List;

/** What reading a request came to: its value, or everything found wrong with it. */
sealed interface Parsed<T> {

    record Valid<T>(T value) implements Parsed<T> {}

    record Invalid<T>(List<FieldError> errors) implements Parsed<T> {
        public Invalid {
            errors = List.copyOf(errors);
        }
    }

    static <T> Parsed<T> invalid(String pointer, String message) {
        return new Invalid<>(List.of(new FieldError(pointer, message)));
    }
}

package io.ganchang.http;

/**
 * One thing wrong with a request.
 *
 * @param pointer JSON Pointer (RFC 6901) to the place in the body; for a parameter its name
 */
public record FieldError(String pointer, String message) {

    /** A field's name as a part of a pointer. */
    static String part(String name) {
        return '/' + name.replace("~", "~0").replace("/", "~1");
    }
}

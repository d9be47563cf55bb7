package io.ganchang.http;

/**
 * One thing wrong with a request.
 *
 * @param pointer JSON Pointer (RFC 6901) to the place in the body; for a parameter its name
 */
public record FieldError(String pointer, String message) {}

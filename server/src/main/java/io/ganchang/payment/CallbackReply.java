package io.ganchang.payment;

/** An answer in the form that a gateway wants; {@code body} may be empty, and then has no media type. */
public record CallbackReply(int status, String mediaType, String body) {}

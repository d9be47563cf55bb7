package io.ganchang.domain;

/**
 * Who makes a request, as the token proved it.
 *
 * @param issuer who vouches for the subject
 * @param channel where this caller's orders come from
 */
public record Caller(String issuer, String subject, Role role, String channel) {}

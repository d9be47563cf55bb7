package io.ganchang.architecture.canary.stranger;

/** Belongs nowhere. */
public record Stall(String name) {}

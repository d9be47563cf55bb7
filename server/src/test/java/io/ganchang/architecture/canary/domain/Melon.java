package io.ganchang.architecture.canary.domain;

/** A value as it should be. */
public record Melon(long weightGrams) {}

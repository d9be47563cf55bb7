package io.ganchang.load.journal;

/** So many units of one offer. */
public record Line(String offer, long quantity) {}

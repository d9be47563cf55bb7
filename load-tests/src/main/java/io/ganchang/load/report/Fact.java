package io.ganchang.load.report;

/** One thing that a page says: a name and what is to be said of it. */
public record Fact(String name, String value) {}

package io.ganchang.architecture.canary.ordering;

import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** Keeps the walls: a table may speak SQL. */
public record MelonTable(@Nullable Connection connection) {}

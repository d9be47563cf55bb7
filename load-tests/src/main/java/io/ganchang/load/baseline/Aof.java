package io.ganchang.load.baseline;

import java.util.Locale;

/** When Redis syncs its append-only file. */
public enum Aof {
    /** Before each reply: what Ganchang promises with. */
    ALWAYS,
    /** Once a second: up to that much is lost with the machine. */
    EVERYSEC,
    /** There is no file. */
    OFF;

    /** As it is written on a command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

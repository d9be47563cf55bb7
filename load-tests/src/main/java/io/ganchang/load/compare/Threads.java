package io.ganchang.load.compare;

import java.util.regex.Pattern;

/** What the threads of a server are there for, told from their names as the kernel has them: their first 15 characters. */
enum Threads {
    /** Those that serve requests, with the few others that Vert.x keeps. */
    EVENT_LOOPS("event loops", "vert.x-"),
    /** The writer of the ledger, and the client by which it reads events. */
    LEDGER("ledger", "ledger-|lettuce-"),
    /** What follows the ledger: the sinks. */
    DISPATCH("dispatch", "dispatch-"),
    /** The compilers of the JVM. */
    JIT("JIT", "C1 Comp|C2 Comp|Sweeper"),
    /** The collectors of garbage, and the thread that stops all others for them. */
    GC("GC", "GC Thre|G1 |VM Thread"),
    /** All others. */
    OTHER("other", "");

    private final String label;
    private final Pattern beginning;

    Threads(String label, String beginning) {
        this.label = label;
        this.beginning = Pattern.compile(beginning);
    }

    /** What to call them in a table. */
    String label() {
        return label;
    }

    /** Whether they follow the sale rather than serve it; they are reported apart. */
    boolean follow() {
        return this == LEDGER || this == DISPATCH;
    }

    static Threads named(String name) {
        for (Threads group : values()) {
            if (group.beginning.matcher(name).lookingAt()) {
                return group;
            }
        }
        return OTHER;
    }
}

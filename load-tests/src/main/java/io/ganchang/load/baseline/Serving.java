package io.ganchang.load.baseline;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Runs a baseline as a program: its threads keep the process alive, unless it could not start. */
final class Serving {
    /** Not an exit code: the baseline runs. */
    static final int GOES_ON = -1;

    private Serving() {}

    static void begin(Callable<Integer> baseline, String[] arguments) {
        System.setProperty("logback.configurationFile", "logback-load.xml"); // not the server's
        int exit = new CommandLine(baseline)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments);
        if (exit != GOES_ON) {
            System.exit(exit);
        }
    }
}

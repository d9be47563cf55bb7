package io.ganchang.app;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The command line. Exit codes: 0 done, 1 an audit found a difference or an erasure was refused, 2 it could not start, 3 it
 * was ended before all was downstream, 143 it was ended by SIGTERM with all downstream (130 by Ctrl-C).
 */
@Command(
        name = "ganchang",
        description = "A livestream-sales and flash-order server.",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        subcommands = {ServeCommand.class, TokenCommand.class, AuditCommand.class, EraseCommand.class})
public final class Main {
    /** Of this program. */
    static final String VERSION = "0.1.0";

    /** Not all was downstream in time; the next start goes on from there. */
    static final int NOT_DRAINED = 3;

    private static final int COULD_NOT_START = 2;

    private Main() {}

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler(Main::explain);
        int code = line.execute(arguments);
        if (code != ServeCommand.SERVING) {
            System.exit(code);
        }
    }

    /** One line for what was foreseen, a stack trace for our own bugs. */
    static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        PrintWriter err = line.getErr();
        int code = COULD_NOT_START;
        if (failure instanceof StartException || failure instanceof ParameterException) {
            err.println("ganchang: " + failure.getMessage());
        } else {
            failure.printStackTrace(err);
            code = CommandLine.ExitCode.SOFTWARE;
        }
        err.flush();
        return code;
    }
}

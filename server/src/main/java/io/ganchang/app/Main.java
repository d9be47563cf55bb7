package io.ganchang.app;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line. Exit codes: 0 done, 1 an audit found a difference, 2 it could not start. */
@Command(
        name = "ganchang",
        description = "A livestream-sales and flash-order server.",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        subcommands = {ServeCommand.class, TokenCommand.class, AuditCommand.class})
public final class Main {
    static final String VERSION = "0.1.0";

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
    private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        PrintWriter err = line.getErr();
        if (failure instanceof StartException || failure instanceof ParameterException) {
            err.println("ganchang: " + failure.getMessage());
        } else {
            failure.printStackTrace(err);
        }
        err.flush();
        return COULD_NOT_START;
    }
}

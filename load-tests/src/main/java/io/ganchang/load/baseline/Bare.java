package io.ganchang.load.baseline;

import io.ganchang.app.ServerParts;
import io.ganchang.config.HttpConfig;
import io.ganchang.http.OrderIntake;
import io.vertx.core.Future;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the HTTP stack alone can do: reads and parses an order as the server does, and answers with a fixed reply. */
@Command(
        name = "bare",
        mixinStandardHelpOptions = true,
        description = "Reads and parses orders as the server does, does nothing with them, and confirms all.")
public final class Bare implements Callable<Integer> {
    @Option(names = "--port", paramLabel = "N", defaultValue = "0", description = "Port to listen on (any free one).")
    private int port;

    @Option(
            names = "--loops",
            paramLabel = "N",
            defaultValue = "0",
            description = "Event loops, 0 for one per two cores (${DEFAULT-VALUE}).")
    private int eventLoops;

    /** Serves until it is killed. */
    public static void main(String[] arguments) {
        Serving.begin(new Bare(), arguments);
    }

    @Override
    public Integer call() {
        open(port, eventLoops).announce();
        return Serving.GOES_ON;
    }

    static Listening open(int port, int eventLoops) {
        HttpConfig http = ServerParts.defaults().http();
        FixedReply reply = new FixedReply();
        return Listening.open(port, http, eventLoops, vertx -> {
            OrderIntake intake = new OrderIntake(vertx, http.orderBodyBytesMax());
            return Future.succeededFuture(
                    request -> intake.read(request, (body, lines, delivery) -> reply.send(request)));
        });
    }
}

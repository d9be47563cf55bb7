package io.ganchang.load.baseline;

import io.ganchang.app.ServerParts;
import io.ganchang.config.HttpConfig;
import io.ganchang.domain.Problem;
import io.ganchang.http.OrderIntake;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What one synced write costs: reads and parses an order as the server does, appends it to a file, and answers with a fixed
 * reply once the file is on disk. All that come while it is being synced share the next sync.
 */
@Command(
        name = "echo-fsync",
        mixinStandardHelpOptions = true,
        description = "Reads and parses orders as the server does, syncs them to one file, and confirms all.")
public final class EchoFsync implements Callable<Integer> {
    @Option(names = "--port", paramLabel = "N", defaultValue = "0", description = "Port to listen on (any free one).")
    private int port;

    @Option(names = "--file", paramLabel = "FILE", required = true, description = "File to append to.")
    private @Nullable Path file;

    @Option(
            names = "--loops",
            paramLabel = "N",
            defaultValue = "0",
            description = "Event loops, 0 for one per two cores (${DEFAULT-VALUE}).")
    private int eventLoops;

    /** Serves until it is killed. */
    public static void main(String[] arguments) {
        Serving.begin(new EchoFsync(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        if (file == null) {
            throw new IllegalStateException("picocli requires it");
        }
        open(port, eventLoops, SyncedFile.open(file)).announce();
        return Serving.GOES_ON;
    }

    static Listening open(int port, int eventLoops, SyncedFile orders) {
        HttpConfig http = ServerParts.defaults().http();
        FixedReply reply = new FixedReply();
        return Listening.open(port, http, eventLoops, vertx -> {
            OrderIntake intake = new OrderIntake(vertx, http.orderBodyBytesMax());
            return Future.succeededFuture(request ->
                    intake.read(request, (body, lines, delivery) -> keep(body, request, orders, intake, reply)));
        });
    }

    private static void keep(
            byte[] body, HttpServerRequest request, SyncedFile orders, OrderIntake intake, FixedReply reply) {
        boolean taken = orders.append(body, Vertx.currentContext(), synced -> {
            if (synced) {
                reply.send(request);
            } else {
                intake.problem(request, Problem.OUTCOME_UNKNOWN, "The file could not be written.");
            }
        });
        if (!taken) {
            intake.problem(request, Problem.OVERLOADED, "Too many wait for the disk.");
        }
    }
}

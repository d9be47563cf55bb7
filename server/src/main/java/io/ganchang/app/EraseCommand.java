package io.ganchang.app;

import io.ganchang.config.Config;
import io.ganchang.domain.Ids;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.Erasure;
import io.ganchang.redis.SnapshotReader;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Erases the delivery data of orders, beside a running server or without one. */
@Command(
        name = "erase",
        description = "Erases name, telephone number and address of orders: exit 0 when done, 1 when refused.",
        mixinStandardHelpOptions = true)
final class EraseCommand implements Callable<Integer> {
    private static final int REFUSED = 1;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--order", arity = "1..*", paramLabel = "ID", description = "orders by their ids")
    private List<String> orders = new ArrayList<>();

    @Option(names = "--viewer", paramLabel = "ID", description = "all orders that count for this viewer")
    private @Nullable String viewer;

    @Option(names = "--session", paramLabel = "S", description = "with --viewer: only those of this session")
    private @Nullable String session;

    @Option(names = "--reason", paramLabel = "WORD", description = "kept with the tombstone; by_request by default")
    private String reason = "by_request";

    @Option(names = "--dry-run", description = "says what would be done and does nothing")
    private boolean dryRun;

    @Mixin
    private final OpenBooks books = new OpenBooks();

    @Override
    public Integer call() {
        List<OrderId> named = checkedOrders();
        Optional<SessionId> onlySession = checkedSession();
        Config config = books.config();
        DataFolder folder = new DataFolder(config.data().folder());
        return OpenBooks.of(config, opened -> erase(config, folder, opened, named, onlySession));
    }

    private int erase(
            Config config, DataFolder folder, Books opened, List<OrderId> named, Optional<SessionId> onlySession) {
        Erasure erasure = new Erasure(opened.database(), Sinks.names(config), InstantSource.system());
        ErasingRun run;
        try (SnapshotReader partitions = opened.redis().openSnapshots()) {
            run = new ErasingRun(opened, partitions, erasure, reason, dryRun);
            if (viewer == null) {
                run.eraseAll(named);
            } else {
                run.eraseOf(viewer, onlySession);
            }
        }
        boolean logIsEmpty = dryRun || opened.database().checkpoint();
        new ErasureReport(Terminal.out(spec), folder, dryRun).print(run, logIsEmpty);
        return run.refusals().isEmpty() ? 0 : REFUSED;
    }

    private List<OrderId> checkedOrders() {
        if (orders.isEmpty() == (viewer == null) || (session != null && viewer == null)) {
            throw new StartException("give either --order ID... or --viewer ID, the latter with or without --session");
        }
        if (!Ids.isId(reason)) {
            throw new StartException("--reason must be a word of A-Z a-z 0-9 _ -, and nothing personal");
        }
        List<OrderId> ids = new ArrayList<>();
        for (String text : orders) {
            ids.add(OrderId.parse(text)
                    .orElseThrow(() -> new StartException("--order needs ids such as <session>.<22 characters>")));
        }
        return ids;
    }

    private Optional<SessionId> checkedSession() {
        if (viewer != null && !Ids.isId(viewer)) {
            throw new StartException("--viewer needs an id");
        }
        return session == null
                ? Optional.empty()
                : Optional.of(SessionId.parse(session)
                        .orElseThrow(() -> new StartException("--session needs the id of a session")));
    }
}

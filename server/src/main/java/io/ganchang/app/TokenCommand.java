package io.ganchang.app;

import io.ganchang.config.TokenConfig;
import io.ganchang.domain.Ids;
import io.ganchang.domain.Role;
import io.ganchang.domain.Words;
import io.ganchang.http.Tokens;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints one token, signed with the key in the data folder. */
@Command(name = "token", description = "Prints one token.", mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--role", required = true, description = "viewer, host, ops or partner")
    private String role = "";

    @Option(names = "--subject", required = true, description = "whose token it is: an id")
    private String subject = "";

    @Option(names = "--channel", description = "where this subject's orders come from; a partner must have one")
    private @Nullable String channel;

    @Option(names = "--data", description = "the data folder; data by default")
    private @Nullable Path data;

    @Override
    public Integer call() {
        Role checked = checkedRole();
        TokenConfig config = Settings.of(data).tokens();
        DataFolder folder = new DataFolder(Settings.of(data).data().folder());
        folder.create();
        Vertx vertx = Vertx.vertx();
        try {
            Tokens tokens = new Tokens(vertx, folder.secrets().tokenKey(), InstantSource.system());
            Tokens.Issued issued =
                    tokens.issue(subject, checked, channel, TimeUnit.DAYS.toSeconds(config.lifetimeDays()));
            Terminal.out(spec).println(issued.token());
            Terminal.out(spec).flush();
            return 0;
        } finally {
            vertx.close();
        }
    }

    private Role checkedRole() {
        Role found = Words.find(Role.class, role)
                .orElseThrow(() -> new StartException("--role must be viewer, host, ops or partner"));
        if (!Ids.isId(subject) || subject.startsWith(Ids.GUEST_PREFIX)) {
            throw new StartException("--subject must be 1 to 64 of A-Z a-z 0-9 _ - and not begin with "
                    + Ids.GUEST_PREFIX + ", which is for guests");
        }
        if (channel == null ? found == Role.PARTNER : !Ids.isId(channel)) {
            throw new StartException("--channel must be an id, and a partner must have one");
        }
        return found;
    }
}

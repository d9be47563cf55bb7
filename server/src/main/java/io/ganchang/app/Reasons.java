package io.ganchang.app;

import java.net.BindException;
import org.jspecify.annotations.Nullable;

/** Says in words what a failure at start means for the person who started it. */
final class Reasons {
    private Reasons() {}

    static String of(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException
                    || String.valueOf(cause.getMessage()).contains("Address already in use")) {
                return "the port is taken; stop what listens there, or choose another with --port and --admin-port";
            }
        }
        return failure == null ? "unknown" : String.valueOf(failure.getMessage());
    }
}

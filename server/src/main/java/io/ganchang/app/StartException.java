package io.ganchang.app;

/** The server, or a command, cannot start. The message is one line for the person who started it: what, and what to do. */
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}

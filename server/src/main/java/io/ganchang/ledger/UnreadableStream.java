package io.ganchang.ledger;

import org.jspecify.annotations.Nullable;

/** What comes next in a partition's stream cannot go into the ledger. The message says why, and nothing personal. */
class UnreadableStream extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableStream(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

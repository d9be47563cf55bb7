package io.ganchang.dispatch;

import java.io.IOException;

/** A sink does not have what it was given before: a person must look. Going on would hide the loss. */
public final class DeliveredEventsLost extends IOException {
    private static final long serialVersionUID = 1L;

    public DeliveredEventsLost(String message) {
        super(message);
    }
}

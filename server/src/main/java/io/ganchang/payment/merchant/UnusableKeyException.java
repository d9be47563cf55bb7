package io.ganchang.payment.merchant;

/** A key that the settings name cannot be used. The message is one line: which setting, which file, and why. */
public final class UnusableKeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableKeyException(String message) {
        super(message);
    }
}

package dev.roomlog.local;

/**
 * The stack cannot be started or found as asked; the message is one clear line for whoever asked.
 */
public final class StackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StackException(String message) {
        super(message);
    }

    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}

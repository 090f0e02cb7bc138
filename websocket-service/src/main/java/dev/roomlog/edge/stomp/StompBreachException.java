package dev.roomlog.edge.stomp;

import dev.roomlog.edge.stomp.StompDecoding.Breach;

/** Leaves the grammar from wherever it was; never leaves the decoder. */
final class StompBreachException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Breach breach;

    private StompBreachException(Breach breach) {
        super(breach.detail(), null, false, false);
        this.breach = breach;
    }

    static StompBreachException malformed(String detail) {
        return new StompBreachException(new Breach.Malformed(detail));
    }

    static StompBreachException tooLarge(String detail) {
        return new StompBreachException(new Breach.TooLarge(detail));
    }

    Breach breach() {
        return breach;
    }
}

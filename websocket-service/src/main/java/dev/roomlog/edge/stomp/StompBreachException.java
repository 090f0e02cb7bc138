package dev.roomlog.edge.stomp;

/** Leaves the grammar from wherever it was; never leaves the decoder. */
final class StompBreachException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient StompDecoding.Breach breach;

    StompBreachException(StompDecoding.Breach breach) {
        super(breach.detail(), null, false, false);
        this.breach = breach;
    }

    StompDecoding.Breach breach() {
        return breach;
    }
}

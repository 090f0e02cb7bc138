package dev.roomlog.edge.session;

import dev.roomlog.edge.stomp.StompCommand;
import dev.roomlog.events.RefusalCode;

/**
 * Why a frame was not carried out.
 *
 * @param detail one English line that repeats nothing secret
 */
record Refusal(RefusalCode code, String detail) {

    static Refusal of(RefusalCode code) {
        return new Refusal(code, code.title());
    }

    /** Of a frame that a connected client may not send. */
    static Refusal ofUnexpected(StompCommand command) {
        return switch (command) {
            case ACK, NACK, BEGIN, COMMIT, ABORT ->
                    new Refusal(RefusalCode.UNSUPPORTED, command + " is not supported");
            case CONNECT, STOMP -> new Refusal(RefusalCode.MALFORMED_FRAME, "already connected");
            case SEND, SUBSCRIBE, UNSUBSCRIBE, DISCONNECT ->
                    throw new IllegalArgumentException(command + " is expected");
            case CONNECTED, MESSAGE, RECEIPT, ERROR ->
                    throw new IllegalArgumentException("the decoder refuses " + command);
        };
    }
}

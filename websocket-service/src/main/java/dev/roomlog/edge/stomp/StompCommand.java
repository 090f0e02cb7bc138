package dev.roomlog.edge.stomp;

import java.util.Arrays;
import java.util.Optional;

/** The commands of STOMP 1.2, "Client Frames" and "Server Frames". */
public enum StompCommand {
    CONNECT,
    STOMP,
    CONNECTED,
    SEND,
    SUBSCRIBE,
    UNSUBSCRIBE,
    ACK,
    NACK,
    BEGIN,
    COMMIT,
    ABORT,
    DISCONNECT,
    MESSAGE,
    RECEIPT,
    ERROR;

    /** Case-sensitive, as the grammar has it. */
    static Optional<StompCommand> of(String line) {
        return Arrays.stream(values()).filter(command -> command.name().equals(line)).findAny();
    }

    /** "Only the SEND, MESSAGE, and ERROR frames MAY have a body" (section "STOMP Frames"). */
    boolean mayHaveBody() {
        return this == SEND || this == MESSAGE || this == ERROR;
    }

    /**
     * Headers of these are never escaped, for the sake of 1.0 clients (section "Value Encoding").
     */
    boolean isEscaped() {
        return this != CONNECT && this != STOMP && this != CONNECTED;
    }

    /** Of the grammar's "server-command". */
    boolean isOfServer() {
        return this == CONNECTED || this == MESSAGE || this == RECEIPT || this == ERROR;
    }

    /** CONNECT, under either of its names. */
    public boolean connects() {
        return this == CONNECT || this == STOMP;
    }
}

package dev.roomlog.gateway.routing.socket;

import io.netty.handler.codec.http.HttpHeaders;

import java.nio.ByteBuffer;

/** What came of asking an edge for a WebSocket. */
sealed interface UpgradeOutcome {

    /** It said 101; the connection is paused until it is joined to the client's. */
    record Switched(EdgeConnection edge, HttpHeaders headers) implements UpgradeOutcome {}

    /** It answered, with something else, which is the client's answer. */
    record Refused(int status, HttpHeaders headers, ByteBuffer body) implements UpgradeOutcome {}

    /** It could not be connected to, so it is away. */
    record Unreached(Throwable cause) implements UpgradeOutcome {}

    /**
     * Connected and no answer, which may be due to what this one client sent. An upgrade changes
     * nothing, so another edge may be asked.
     */
    record Unanswered(Throwable cause) implements UpgradeOutcome {}
}

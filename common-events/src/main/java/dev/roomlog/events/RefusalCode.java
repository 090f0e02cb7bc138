package dev.roomlog.events;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Every reason a client can be refused, with the same word in REST ({@code code} of RFC 9457), in
 * STOMP ({@code message} header of ERROR) and on the errors queue. Codes are only ever added.
 */
public enum RefusalCode {
    INVALID_REQUEST("invalid-request", 400, 1008, "The request is not well-formed"),
    MALFORMED_FRAME("malformed-frame", 0, 1002, "The STOMP frame is not well-formed"),
    UNSUPPORTED("unsupported", 0, 1002, "This part of STOMP is not supported"),
    UNKNOWN_DESTINATION("unknown-destination", 0, 1002, "There is no such destination"),
    UNAUTHORIZED("unauthorized", 401, 1008, "A valid access token is needed"),
    BAD_CREDENTIALS("bad-credentials", 401, 1008, "User name or password is wrong"),
    TOKEN_EXPIRED("token-expired", 401, 1008, "The access token has expired"),
    FORBIDDEN("forbidden", 403, 1008, "This member may not do that"),
    NOT_A_MEMBER("not-a-member", 403, 1008, "Not a member of this room"),
    BANNED("banned", 403, 1008, "Banned from this room"),
    MUTED("muted", 403, 1008, "Muted in this room"),
    POSTING_RESTRICTED("posting-restricted", 403, 1008, "Only staff may post in this room"),
    ADMINS_ONLY("admins-only", 403, 1008, "Only staff may bring members into this room"),
    LAST_OWNER("last-owner", 409, 1008, "A room keeps at least one owner"),
    NOT_FOUND("not-found", 404, 1008, "There is no such thing"),
    UNKNOWN_MEMBER("unknown-member", 404, 1008, "There is no such member"),
    USERNAME_TAKEN("username-taken", 409, 0, "This user name is taken"),
    CONFLICT("conflict", 409, 0, "The request conflicts with the present state"),
    TOO_LARGE("too-large", 413, 1009, "Too large"),
    RATE_LIMITED("rate-limited", 429, 1008, "Too many requests"),
    SLOW_MODE("slow-mode", 429, 1008, "This room is in slow mode"),
    TOO_MANY_CONNECTIONS("too-many-connections", 429, 1008, "Too many connections"),
    TOO_SLOW("too-slow", 0, 1013, "This reader is too slow: reconnect and resume"),
    OUTCOME_UNKNOWN(
            "outcome-unknown",
            503,
            1013,
            "Not acknowledged in time: retry with the same client message ID"),
    STALE_MESSAGE_ID(
            "stale-message-id",
            409,
            1008,
            "This client message ID is too old to be told from a duplicate"),
    INVALID_POSITION("invalid-position", 400, 1008, "No such position"),
    OVERLOADED("overloaded", 503, 1013, "Too much in flight here"),
    SERVICE_UNAVAILABLE("service-unavailable", 503, 1013, "A part of the service is away"),
    HISTORY_DELAYED("history-delayed", 503, 1013, "History is behind the log"),
    INTERNAL("internal", 500, 1011, "A fault of ours");

    private final String code;
    private final int httpStatus;
    private final int closeCode;
    private final String title;

    RefusalCode(String code, int httpStatus, int closeCode, String title) {
        this.code = code;
        this.httpStatus = httpStatus;
        this.closeCode = closeCode;
        this.title = title;
    }

    public String code() {
        return code;
    }

    /** The HTTP status; empty where REST never answers so. */
    public OptionalInt httpStatus() {
        return httpStatus == 0 ? OptionalInt.empty() : OptionalInt.of(httpStatus);
    }

    /**
     * The WebSocket close code (RFC 6455 §7.4) that follows an ERROR frame; empty where STOMP never
     * answers so.
     */
    public OptionalInt closeCode() {
        return closeCode == 0 ? OptionalInt.empty() : OptionalInt.of(closeCode);
    }

    /** One English line for {@code title}. */
    public String title() {
        return title;
    }

    public static Optional<RefusalCode> of(String code) {
        return Arrays.stream(values()).filter(refusal -> refusal.code.equals(code)).findAny();
    }

    @Override
    public String toString() {
        return code;
    }
}

package dev.roomlog.gateway.error;

import dev.roomlog.events.RefusalCode;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * An answer that is no success.
 *
 * @param status mostly the code's own; HTTP has some, like 405, that have no word of their own
 * @param detail one English sentence for a person
 */
public record Refusal(RefusalCode code, int status, String detail) {

    public static Refusal of(RefusalCode code, String detail) {
        return new Refusal(
                code,
                code.httpStatus()
                        .orElseThrow(
                                () -> new IllegalArgumentException(code + " is no HTTP answer")),
                detail);
    }

    /** What an HTTP status that arose inside the gateway means in our words. */
    public static Refusal ofStatus(HttpStatusCode status) {
        return switch (status.value()) {
            case 401 -> of(RefusalCode.UNAUTHORIZED, "A valid access token is needed.");
            case 403 -> of(RefusalCode.FORBIDDEN, "This is not allowed.");
            case 404 -> of(RefusalCode.NOT_FOUND, "There is nothing at this address.");
            case 413, 414, 431 -> of(RefusalCode.TOO_LARGE, "The request is too large.");
            case 503, 504 ->
                    of(
                            RefusalCode.SERVICE_UNAVAILABLE,
                            "A part of the service does not answer; try again shortly.");
            default ->
                    status.is4xxClientError()
                            ? new Refusal(
                                    RefusalCode.INVALID_REQUEST, status.value(), phrase(status))
                            : of(RefusalCode.INTERNAL, "A fault of ours; it has been recorded.");
        };
    }

    private static String phrase(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        return (known == null ? "Bad request" : known.getReasonPhrase()) + ".";
    }
}

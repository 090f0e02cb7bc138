package dev.roomlog.gateway.error;

/** The body of a refusal on the wire (RFC 9457 §3), in the order it is written. */
record Problem(String type, String title, int status, String detail, String code, String traceId) {

    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(Refusal refusal, String traceId) {
        return new Problem(
                "https://roomlog.dev/problems/" + refusal.code().code(),
                refusal.code().title(),
                refusal.status(),
                refusal.detail(),
                refusal.code().code(),
                traceId);
    }
}

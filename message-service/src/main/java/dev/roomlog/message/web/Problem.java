package dev.roomlog.message.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.roomlog.events.RefusalCode;

import java.util.List;

/**
 * An error body (RFC 9457).
 *
 * @param errors which parameters are wrong; left out when none is named
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        String traceId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Fault> errors) {

    private static final String TYPES = "https://roomlog.dev/problems/";

    /** One parameter and what is wrong with it. */
    public record Fault(String field, String message) {}

    static Problem of(
            RefusalCode code, int status, String detail, String traceId, List<Fault> errors) {
        return new Problem(
                TYPES + code.code(), code.title(), status, detail, code.code(), traceId, errors);
    }
}

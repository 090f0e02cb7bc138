package dev.roomlog.web;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The body of every refusal (RFC 9457 §3.1, with our members). */
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        String code,
        String traceId,
        @Nullable List<FieldError> errors) {

    /** Which field, and what is wrong with it. */
    public record FieldError(String field, String message) {}
}

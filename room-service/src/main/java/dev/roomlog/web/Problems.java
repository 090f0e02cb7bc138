package dev.roomlog.web;

import dev.roomlog.events.RefusalCode;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Makes every refusal. */
@Component
public class Problems {

    private static final String TYPE = "https://roomlog.dev/problems/";

    /** How long a client does well to wait for a part that is away. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final JsonMapper json;

    Problems(JsonMapper json) {
        this.json = json;
    }

    public ResponseEntity<Object> refuse(HttpServletRequest request, RefusalCode code) {
        return refuse(request, code, RETRY_AFTER);
    }

    /** Told in whole seconds, never too few. */
    public ResponseEntity<Object> refuse(
            HttpServletRequest request, RefusalCode code, Duration retryAfter) {
        return answer(problem(request, code, statusOf(code), null, null), retryAfter);
    }

    ResponseEntity<Object> refuse(
            HttpServletRequest request, RefusalCode code, int status, @Nullable String detail) {
        return answer(problem(request, code, status, detail, null), RETRY_AFTER);
    }

    ResponseEntity<Object> invalid(HttpServletRequest request, List<Problem.FieldError> errors) {
        RefusalCode code = RefusalCode.INVALID_REQUEST;
        return answer(
                problem(request, code, statusOf(code), "Some fields are not valid", errors),
                RETRY_AFTER);
    }

    /** For filters, which run before there is a controller to answer. */
    public void write(HttpServletRequest request, HttpServletResponse response, RefusalCode code)
            throws IOException {
        write(request, response, code, code.title());
    }

    public void write(
            HttpServletRequest request,
            HttpServletResponse response,
            RefusalCode code,
            String detail)
            throws IOException {
        write(request, response, code, statusOf(code), detail);
    }

    /** For the container, which knows a status only. */
    void write(HttpServletRequest request, HttpServletResponse response, int status)
            throws IOException {
        RefusalCode code = ErrorAnswers.codeOf(status);
        write(request, response, code, ErrorAnswers.toldAs(status), code.title());
    }

    private void write(
            HttpServletRequest request,
            HttpServletResponse response,
            RefusalCode code,
            int status,
            String detail)
            throws IOException {
        response.setStatus(status);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        if (code == RefusalCode.SERVICE_UNAVAILABLE) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(RETRY_AFTER.toSeconds()));
        }
        response.getOutputStream()
                .write(json.writeValueAsBytes(problem(request, code, status, detail, null)));
    }

    private static ResponseEntity<Object> answer(Problem problem, Duration retryAfter) {
        ResponseEntity.BodyBuilder response =
                ResponseEntity.status(problem.status())
                        .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (problem.status() == 503 || problem.status() == 429) {
            long seconds = retryAfter.plusSeconds(1).minusNanos(1).toSeconds();
            response.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        }
        return response.body(problem);
    }

    private static Problem problem(
            HttpServletRequest request,
            RefusalCode code,
            int status,
            @Nullable String detail,
            @Nullable List<Problem.FieldError> errors) {
        return new Problem(
                TYPE + code.code(),
                code.title(),
                status,
                detail == null ? code.title() : detail,
                code.code(),
                TraceId.of(request),
                errors);
    }

    private static int statusOf(RefusalCode code) {
        return code.httpStatus()
                .orElseThrow(() -> new IllegalArgumentException(code + " is no answer of REST"));
    }
}

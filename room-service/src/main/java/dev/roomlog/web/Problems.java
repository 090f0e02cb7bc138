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
import java.util.List;

/** Makes every refusal. */
@Component
public class Problems {

    private static final String TYPE = "https://roomlog.dev/problems/";

    /** How long a client does well to wait for a part that is away. */
    private static final String RETRY_AFTER_SECONDS = "2";

    private final JsonMapper json;

    Problems(JsonMapper json) {
        this.json = json;
    }

    public ResponseEntity<Object> refuse(HttpServletRequest request, RefusalCode code) {
        return answer(problem(request, code, statusOf(code), null, null));
    }

    ResponseEntity<Object> refuse(
            HttpServletRequest request, RefusalCode code, int status, @Nullable String detail) {
        return answer(problem(request, code, status, detail, null));
    }

    ResponseEntity<Object> invalid(HttpServletRequest request, List<Problem.FieldError> errors) {
        RefusalCode code = RefusalCode.INVALID_REQUEST;
        return answer(problem(request, code, statusOf(code), "Some fields are not valid", errors));
    }

    /** For filters, which run before there is a controller to answer. */
    public void write(HttpServletRequest request, HttpServletResponse response, RefusalCode code)
            throws IOException {
        response.setStatus(statusOf(code));
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream()
                .write(json.writeValueAsBytes(problem(request, code, statusOf(code), null, null)));
    }

    private static ResponseEntity<Object> answer(Problem problem) {
        ResponseEntity.BodyBuilder response =
                ResponseEntity.status(problem.status())
                        .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (problem.status() == 503 || problem.status() == 429) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
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

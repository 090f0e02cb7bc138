package dev.roomlog.message.web;

import dev.roomlog.events.RefusalCode;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.List;

/** Writes error bodies. */
@Component
public class Problems {

    private static final String RETRY_AFTER_SECONDS = "2";

    private final JsonMapper json;

    Problems(JsonMapper json) {
        this.json = json;
    }

    public Mono<Void> write(ServerWebExchange exchange, RefusalCode code) {
        return write(exchange, code, statusOf(code), code.title(), List.of());
    }

    /** About one part of the request. */
    public Mono<Void> write(
            ServerWebExchange exchange, RefusalCode code, String field, String detail) {
        return write(
                exchange, code, statusOf(code), detail, List.of(new Problem.Fault(field, detail)));
    }

    /**
     * @param wait how long to wait before another try; zero where that is not what is missing
     */
    public Mono<Void> write(
            ServerWebExchange exchange, RefusalCode code, String detail, Duration wait) {
        if (wait.isPositive()) {
            exchange.getResponse()
                    .getHeaders()
                    .set(HttpHeaders.RETRY_AFTER, Long.toString(wait.plusMillis(999).toSeconds()));
        }
        return write(exchange, code, statusOf(code), detail, List.of());
    }

    public Mono<Void> write(
            ServerWebExchange exchange,
            RefusalCode code,
            int status,
            String detail,
            List<Problem.Fault> errors) {
        return write(
                exchange,
                Problem.of(code, status, detail, TraceId.of(exchange.getRequest()), errors));
    }

    Mono<Void> write(ServerWebExchange exchange, Problem problem) {
        return Mono.defer(() -> {
            ServerHttpResponse response = exchange.getResponse();
            response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
            HttpHeaders headers = response.getHeaders();
            headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
            switch (problem.status()) {
                case 401 -> headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                case 503 -> headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
                default -> {
                    // The status says it all.
                }
            }
            byte[] body = json.writeValueAsBytes(problem);
            return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
        });
    }

    private static int statusOf(RefusalCode code) {
        return code.httpStatus()
                .orElseThrow(() -> new IllegalArgumentException(code + " is no answer of REST"));
    }
}

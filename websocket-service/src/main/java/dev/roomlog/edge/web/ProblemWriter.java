package dev.roomlog.edge.web;

import dev.roomlog.events.RefusalCode;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;

import reactor.core.publisher.Mono;

import tools.jackson.databind.json.JsonMapper;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every HTTP answer that is no upgrade: RFC 9457, before Spring Boot's own error page can speak.
 */
@Component
@Order(-2)
final class ProblemWriter implements WebExceptionHandler {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern TRACEPARENT =
            Pattern.compile("00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(failure);
        }
        if (!(failure instanceof ErrorResponse answer)) {
            return write(exchange, 500, RefusalCode.INTERNAL, RefusalCode.INTERNAL.title());
        }
        int status = answer.getStatusCode().value();
        RefusalCode code =
                switch (status) {
                    case 404 -> RefusalCode.NOT_FOUND;
                    case 503 -> RefusalCode.SERVICE_UNAVAILABLE;
                    default -> status < 500 ? RefusalCode.INVALID_REQUEST : RefusalCode.INTERNAL;
                };
        return write(exchange, status, code, code.title());
    }

    Mono<Void> write(ServerWebExchange exchange, int status, RefusalCode code, String detail) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(status));
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        byte[] body =
                JSON.writeValueAsBytes(
                        JSON.createObjectNode()
                                .put("type", "https://roomlog.dev/problems/" + code.code())
                                .put("title", code.title())
                                .put("status", status)
                                .put("detail", detail)
                                .put("code", code.code())
                                .put("traceId", traceId(exchange)));
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }

    private static String traceId(ServerWebExchange exchange) {
        String header = exchange.getRequest().getHeaders().getFirst("traceparent");
        Matcher matcher = TRACEPARENT.matcher(header == null ? "" : header);
        return matcher.matches() ? matcher.group(1) : UUID.randomUUID().toString().replace("-", "");
    }
}

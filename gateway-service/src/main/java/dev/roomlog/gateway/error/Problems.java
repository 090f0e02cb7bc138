package dev.roomlog.gateway.error;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import tools.jackson.databind.json.JsonMapper;

/** Answers a request with a refusal. The response must not be committed yet. */
@Component
public class Problems {

    /** Seconds; an instance that comes back is noticed within two. */
    private static final String RETRY_AFTER = "2";

    private final JsonMapper json;

    Problems(JsonMapper json) {
        this.json = json;
    }

    public Mono<Void> answer(ServerWebExchange exchange, Refusal refusal) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(refusal.status()));
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        switch (refusal.status()) {
            case 401 -> headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            // The rest of the body is not worth reading.
            case 413 -> headers.set(HttpHeaders.CONNECTION, "close");
            case 503 -> headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
            default -> {}
        }
        byte[] body = body(refusal, TraceParent.of(exchange).traceId());
        headers.setContentLength(body.length);
        return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    /** For log lines about this request. */
    public static String traceId(ServerWebExchange exchange) {
        return TraceParent.of(exchange).traceId();
    }

    byte[] body(Refusal refusal, String traceId) {
        return json.writeValueAsBytes(Problem.of(refusal, traceId));
    }
}

package dev.roomlog.message.web;

import com.mongodb.MongoException;

import dev.roomlog.events.RefusalCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.concurrent.TimeoutException;

/** The last resort of every request: whatever went wrong leaves as a problem document. */
@Component
@Order(-2)
class FailureHandler implements ErrorWebExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);

    private final Problems problems;

    FailureHandler(Problems problems) {
        this.problems = problems;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(failure);
        }
        return switch (failure) {
            case ErrorResponse answer when answer.getStatusCode().is4xxClientError() ->
                    refused(exchange, answer);
            case MongoException _, TimeoutException _ -> unavailable(exchange, failure);
            default -> internal(exchange, failure);
        };
    }

    /** Routing and negotiation: the framework knows the status, the contract the code. */
    private Mono<Void> refused(ServerWebExchange exchange, ErrorResponse answer) {
        int status = answer.getStatusCode().value();
        RefusalCode code =
                switch (status) {
                    case 404 -> RefusalCode.NOT_FOUND;
                    case 413 -> RefusalCode.TOO_LARGE;
                    default -> RefusalCode.INVALID_REQUEST;
                };
        String allow = answer.getHeaders().getFirst(HttpHeaders.ALLOW);
        if (allow != null) {
            exchange.getResponse().getHeaders().set(HttpHeaders.ALLOW, allow);
        }
        return problems.write(exchange, code, status, code.title(), List.of());
    }

    private Mono<Void> unavailable(ServerWebExchange exchange, Throwable failure) {
        LOG.warn(
                "trace {}: the store or the log does not answer: {}",
                TraceId.of(exchange.getRequest()),
                failure.toString());
        return problems.write(exchange, RefusalCode.SERVICE_UNAVAILABLE);
    }

    private Mono<Void> internal(ServerWebExchange exchange, Throwable failure) {
        Problem problem =
                Problem.of(
                        RefusalCode.INTERNAL,
                        500,
                        RefusalCode.INTERNAL.title(),
                        TraceId.of(exchange.getRequest()),
                        List.of());
        LOG.error("trace {}: a request failed", problem.traceId(), failure);
        return problems.write(exchange, problem);
    }
}

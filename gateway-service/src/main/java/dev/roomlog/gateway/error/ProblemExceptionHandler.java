package dev.roomlog.gateway.error;

import dev.roomlog.events.RefusalCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedException;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.DisconnectedClientHelper;

import reactor.core.publisher.Mono;

/** The boundary where a fault becomes an answer; ordered before Spring Boot's own error page. */
@Component
@Order(-2)
class ProblemExceptionHandler implements ErrorWebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemExceptionHandler.class);

    private final Problems problems;

    ProblemExceptionHandler(Problems problems) {
        this.problems = problems;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable fault) {
        if (exchange.getResponse().isCommitted()) {
            // Half an answer is out: closing is all there is.
            return Mono.error(fault);
        }
        Refusal refusal = refusalFor(fault);
        if (refusal.code() == RefusalCode.INTERNAL) {
            log.error(
                    "{} {} failed, trace {}",
                    exchange.getRequest().getMethod(),
                    exchange.getRequest().getPath(),
                    TraceParent.of(exchange).traceId(),
                    fault);
        }
        if (fault instanceof ResponseStatusException status) {
            // Such as Allow with a 405.
            exchange.getResponse().getHeaders().addAll(status.getHeaders());
        }
        return problems.answer(exchange, refusal);
    }

    private static Refusal refusalFor(Throwable fault) {
        return switch (fault) {
            case ResponseStatusException status -> Refusal.ofStatus(status.getStatusCode());
            case Throwable gone when DisconnectedClientHelper.isClientDisconnectedException(gone) ->
                    // Probably nobody is left to be told; Spring would log it as a fault of ours.
                    Refusal.of(RefusalCode.INVALID_REQUEST, "The request ended early.");
            case DataBufferLimitException _ ->
                    Refusal.of(RefusalCode.TOO_LARGE, "The request is too large.");
            case ServerExchangeRejectedException _ ->
                    Refusal.of(
                            RefusalCode.INVALID_REQUEST,
                            "The address or a header contains what is not accepted.");
            default -> Refusal.of(RefusalCode.INTERNAL, "A fault of ours; it has been recorded.");
        };
    }
}

package dev.roomlog.gateway.error;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;

/** Gives every request one valid {@code traceparent}, its own or a new one, before all else. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class TraceFilter implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        List<String> given = exchange.getRequest().getHeaders().getOrEmpty(TraceParent.NAME);
        Optional<TraceParent> own =
                given.size() == 1 ? TraceParent.parse(given.getFirst()) : Optional.empty();
        if (own.isPresent()) {
            own.get().putInto(exchange);
            return chain.filter(exchange);
        }
        TraceParent begun = TraceParent.begin();
        begun.putInto(exchange);
        return chain.filter(
                exchange.mutate()
                        .request(request ->
                                request.headers(headers -> {
                                    headers.set(TraceParent.NAME, begun.header());
                                    // It belongs to the trace that was not valid.
                                    headers.remove("tracestate");
                                }))
                        .build());
    }
}

package dev.roomlog.gateway.security;

import dev.roomlog.events.RefusalCode;
import dev.roomlog.gateway.error.Problems;
import dev.roomlog.gateway.error.Refusal;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Reads each body whole before anything is made of the request, so that services see known ends
 * only, and a client that does not go on is not taken for a service that does not answer. One over
 * the limit is refused, by its head where that states the length.
 */
final class RequestBodyFilter implements WebFilter {

    private final int limit;
    private final Duration timeout;
    private final Problems problems;

    RequestBodyFilter(DataSize limit, Duration timeout, Problems problems) {
        this.limit = Math.toIntExact(limit.toBytes());
        this.timeout = timeout;
        this.problems = problems;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        if (headers.getContentLength() > limit) {
            return problems.answer(exchange, tooLarge());
        }
        if (headers.getContentLength() <= 0
                && !headers.containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
            return chain.filter(exchange);
        }
        return DataBufferUtils.join(exchange.getRequest().getBody(), limit)
                .map(RequestBodyFilter::bytes)
                .defaultIfEmpty(ByteBuffer.allocate(0))
                .timeout(timeout)
                .<Body>map(Body.Read::new)
                .onErrorResume(DataBufferLimitException.class, _ -> refused(tooLarge()))
                .onErrorResume(TimeoutException.class, _ -> refused(tooSlow()))
                .flatMap(body ->
                        switch (body) {
                            case Body.Read(var bytes) -> chain.filter(withBody(exchange, bytes));
                            case Body.Refused(var refusal) -> refuse(exchange, refusal);
                        });
    }

    private sealed interface Body {
        record Read(ByteBuffer bytes) implements Body {}

        record Refused(Refusal refusal) implements Body {}
    }

    private static Mono<Body> refused(Refusal refusal) {
        return Mono.just(new Body.Refused(refusal));
    }

    private Refusal tooLarge() {
        return Refusal.of(RefusalCode.TOO_LARGE, "A body may have " + limit + " bytes, no more.");
    }

    private static Refusal tooSlow() {
        return Refusal.of(RefusalCode.INVALID_REQUEST, "The body did not come in time.");
    }

    /** What may still come of the body is not worth waiting for. */
    private Mono<Void> refuse(ServerWebExchange exchange, Refusal refusal) {
        exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
        return problems.answer(exchange, refusal);
    }

    private static ByteBuffer bytes(DataBuffer joined) {
        byte[] bytes = new byte[joined.readableByteCount()];
        joined.read(bytes);
        DataBufferUtils.release(joined);
        return ByteBuffer.wrap(bytes);
    }

    private static ServerWebExchange withBody(ServerWebExchange exchange, ByteBuffer body) {
        ServerHttpRequest known =
                exchange.getRequest()
                        .mutate()
                        .headers(headers -> {
                            headers.remove(HttpHeaders.TRANSFER_ENCODING);
                            headers.setContentLength(body.remaining());
                        })
                        .build();
        return exchange.mutate()
                .request(
                        new ServerHttpRequestDecorator(known) {
                            @Override
                            public Flux<DataBuffer> getBody() {
                                return Flux.defer(() ->
                                        Flux.just(
                                                exchange.getResponse()
                                                        .bufferFactory()
                                                        .wrap(body.duplicate())));
                            }
                        })
                .build();
    }
}

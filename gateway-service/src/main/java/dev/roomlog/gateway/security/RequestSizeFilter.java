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
import java.util.Optional;

/**
 * Limits bodies. One of stated length is refused by its head; one of unstated length (chunked) is
 * read up to the limit first and forwarded with its length, so that services see known ends only.
 */
final class RequestSizeFilter implements WebFilter {

    private final int limit;
    private final Problems problems;

    RequestSizeFilter(DataSize limit, Problems problems) {
        this.limit = Math.toIntExact(limit.toBytes());
        this.problems = problems;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        if (headers.getContentLength() > limit) {
            return refuse(exchange);
        }
        if (!headers.containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
            return chain.filter(exchange);
        }
        return DataBufferUtils.join(exchange.getRequest().getBody(), limit)
                .map(RequestSizeFilter::bytes)
                .defaultIfEmpty(ByteBuffer.allocate(0))
                .map(Optional::of)
                .onErrorReturn(DataBufferLimitException.class, Optional.empty())
                .flatMap(body ->
                        body.map(bytes -> chain.filter(withBody(exchange, bytes)))
                                .orElseGet(() -> refuse(exchange)));
    }

    private Mono<Void> refuse(ServerWebExchange exchange) {
        return problems.answer(
                exchange,
                Refusal.of(RefusalCode.TOO_LARGE, "A body may have " + limit + " bytes, no more."));
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

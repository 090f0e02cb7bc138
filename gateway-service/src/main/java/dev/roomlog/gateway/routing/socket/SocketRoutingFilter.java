package dev.roomlog.gateway.routing.socket;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import dev.roomlog.events.RefusalCode;
import dev.roomlog.gateway.error.Problems;
import dev.roomlog.gateway.error.Refusal;
import dev.roomlog.gateway.routing.Instance;
import dev.roomlog.gateway.routing.Instances;
import dev.roomlog.gateway.routing.ServiceName;
import dev.roomlog.gateway.routing.SocketSlot;
import dev.roomlog.gateway.routing.socket.UpgradeOutcome.Refused;
import dev.roomlog.gateway.routing.socket.UpgradeOutcome.Switched;
import dev.roomlog.gateway.routing.socket.UpgradeOutcome.Unanswered;
import dev.roomlog.gateway.routing.socket.UpgradeOutcome.Unreached;
import dev.roomlog.websocket.OpeningHandshake;
import dev.roomlog.websocket.OpeningHandshake.Fault;

import io.netty.channel.Channel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.RouteToRequestUrlFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Finds an edge for an upgrade and joins the two; ends with the socket. */
@Component
class SocketRoutingFilter implements GlobalFilter, Ordered {

    private static final Logger log = LoggerFactory.getLogger(SocketRoutingFilter.class);

    private static final List<String> REFUSAL_HEADERS =
            List.of(
                    HttpHeaders.CONTENT_TYPE,
                    HttpHeaders.RETRY_AFTER,
                    OpeningHandshake.VERSION_HEADER);

    private final Instances instances;
    private final EdgeUpgrade upgrade;
    private final OpenSockets open;
    private final Problems problems;

    SocketRoutingFilter(
            Instances instances, EdgeUpgrade upgrade, OpenSockets open, Problems problems) {
        this.instances = instances;
        this.upgrade = upgrade;
        this.open = open;
        this.problems = problems;
    }

    /** Before the filter that forwards REST calls. */
    @Override
    public int getOrder() {
        return RouteToRequestUrlFilter.ROUTE_TO_URL_FILTER_ORDER + 50;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        Route route = exchange.getRequiredAttribute(GATEWAY_ROUTE_ATTR);
        if (!ServiceName.WEBSOCKET.isTargetOf(route)) {
            return chain.filter(exchange);
        }
        return faultOf(exchange.getRequest())
                .map(fault -> refuse(exchange, fault))
                .orElseGet(() ->
                        attempt(
                                exchange,
                                instances.leastBusyFirst(ServiceName.WEBSOCKET).iterator()));
    }

    private static Optional<Fault> faultOf(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        if (headers.getContentLength() > 0
                || headers.containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
            return Optional.of(new Fault(400, "A request for a WebSocket has no body."));
        }
        HttpServerRequest reactor = ServerHttpRequestDecorator.getNativeRequest(request);
        return new OpeningHandshake(
                        request.getMethod().name(), reactor.version().text(), headers::getOrEmpty)
                .fault();
    }

    private Mono<Void> refuse(ServerWebExchange exchange, Fault fault) {
        if (fault.status() == HttpStatus.UPGRADE_REQUIRED.value()) {
            HttpHeaders headers = exchange.getResponse().getHeaders();
            headers.set(OpeningHandshake.VERSION_HEADER, OpeningHandshake.VERSION);
            // RFC 9110 §15.5.22
            headers.setUpgrade("websocket");
            headers.setConnection("Upgrade");
        }
        return problems.answer(
                exchange, new Refusal(RefusalCode.INVALID_REQUEST, fault.status(), fault.detail()));
    }

    private Mono<Void> attempt(ServerWebExchange exchange, Iterator<Instance> candidates) {
        if (!candidates.hasNext()) {
            return problems.answer(
                    exchange,
                    Refusal.of(
                            RefusalCode.SERVICE_UNAVAILABLE,
                            "No edge takes connections just now; try again shortly."));
        }
        Instance edge = candidates.next();
        Channel client = channelOf(exchange.getResponse());
        // Counted from here, so that a burst of upgrades spreads before the first has finished.
        SocketSlot slot = edge.socketOpening();
        return upgrade.ask(edge, client, exchange.getRequest().getHeaders())
                .doOnCancel(slot::close)
                .flatMap(outcome ->
                        switch (outcome) {
                            case Switched(var connection, var headers) -> {
                                open.add(client, slot);
                                ClientSocket.join(client, connection, headers);
                                // The exchange is cancelled when the channel closes.
                                yield Mono.<Void>never();
                            }
                            case Refused(var status, _, _)
                                    when status == 503 && candidates.hasNext() -> {
                                // An edge that is leaving; another has room.
                                slot.close();
                                yield attempt(exchange, candidates);
                            }
                            case Refused refused -> {
                                slot.close();
                                yield refuse(exchange, refused);
                            }
                            case Unreached(var cause) -> {
                                slot.close();
                                edge.notReached();
                                warn(exchange, edge, cause);
                                yield attempt(exchange, candidates);
                            }
                            case Unanswered(var cause) -> {
                                slot.close();
                                warn(exchange, edge, cause);
                                yield attempt(exchange, candidates);
                            }
                        });
    }

    private static void warn(ServerWebExchange exchange, Instance edge, Throwable cause) {
        log.warn(
                "{} took no socket, trace {}: {}",
                edge,
                Problems.traceId(exchange),
                cause.toString());
    }

    private static Mono<Void> refuse(ServerWebExchange exchange, Refused refused) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(refused.status()));
        for (String name : REFUSAL_HEADERS) {
            String value = refused.headers().get(name);
            if (value != null) {
                response.getHeaders().set(name, value);
            }
        }
        response.getHeaders().setContentLength(refused.body().remaining());
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(refused.body())));
    }

    private static Channel channelOf(ServerHttpResponse response) {
        HttpServerResponse reactor = ServerHttpResponseDecorator.getNativeResponse(response);
        Channel[] channel = new Channel[1];
        reactor.withConnection(connection -> channel[0] = connection.channel());
        return channel[0];
    }
}

package dev.roomlog.gateway.routing;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ALREADY_ROUTED_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import dev.roomlog.events.RefusalCode;
import dev.roomlog.gateway.error.Problems;
import dev.roomlog.gateway.error.Refusal;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.RouteToRequestUrlFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Puts an instance in the place of a service's name and, where that is safe, another after it. */
@Component
class InstanceRoutingFilter implements GlobalFilter, Ordered {

    static final String SCHEME = "service";

    private static final Logger log = LoggerFactory.getLogger(InstanceRoutingFilter.class);

    private static final Set<HttpMethod> REPEATABLE = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Instances instances;
    private final Problems problems;

    InstanceRoutingFilter(Instances instances, Problems problems) {
        this.instances = instances;
        this.problems = problems;
    }

    @Override
    public int getOrder() {
        return RouteToRequestUrlFilter.ROUTE_TO_URL_FILTER_ORDER + 100;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        Route route = exchange.getRequiredAttribute(GATEWAY_ROUTE_ATTR);
        if (!SCHEME.equals(route.getUri().getScheme())) {
            return chain.filter(exchange);
        }
        ServiceName service = ServiceName.of(route.getUri());
        List<Instance> candidates = instances.inTurn(service);
        return attempt(exchange, chain, service, candidates.iterator());
    }

    private Mono<Void> attempt(
            ServerWebExchange exchange,
            GatewayFilterChain chain,
            ServiceName service,
            Iterator<Instance> candidates) {
        if (!candidates.hasNext()) {
            return away(exchange, service);
        }
        Instance instance = candidates.next();
        exchange.getAttributes()
                .put(GATEWAY_REQUEST_URL_ATTR, instance.at(exchange.getRequest().getURI()));
        exchange.getAttributes().remove(GATEWAY_ALREADY_ROUTED_ATTR);
        return chain.filter(exchange)
                .transform(CircuitBreakerOperator.of(instance.breaker()))
                .onErrorResume(fault ->
                        switch (Failure.of(fault)) {
                            case ANSWERED -> Mono.error(fault);
                            case NOT_ASKED -> {
                                if (!(fault instanceof CallNotPermittedException)) {
                                    instance.notReached();
                                }
                                yield attempt(exchange, chain, service, candidates);
                            }
                            case BROKEN_OFF ->
                                    REPEATABLE.contains(exchange.getRequest().getMethod())
                                            ? attempt(exchange, chain, service, candidates)
                                            : unanswered(exchange, instance, fault);
                            case SILENT -> unanswered(exchange, instance, fault);
                        });
    }

    /** What is known about a call that did not succeed; each permits something else. */
    private enum Failure {
        /** The service never saw it. */
        NOT_ASKED,
        /** The connection ended before an answer: it may or may not have been carried out. */
        BROKEN_OFF,
        /** No answer in time: likewise, and asking again would double the load. */
        SILENT,
        /** Not about the instance. */
        ANSWERED;

        static Failure of(Throwable fault) {
            return switch (fault) {
                case CallNotPermittedException _ -> NOT_ASKED;
                // Netty's connect time-out is a ConnectException too.
                case ConnectException _ -> NOT_ASKED;
                case NoRouteToHostException _ -> NOT_ASKED;
                case UnknownHostException _ -> NOT_ASKED;
                case IOException _ -> BROKEN_OFF;
                default -> Instances.isSilence(fault) ? SILENT : ANSWERED;
            };
        }
    }

    private Mono<Void> unanswered(ServerWebExchange exchange, Instance instance, Throwable fault) {
        log.warn(
                "{} gave no answer, trace {}: {}",
                instance,
                Problems.traceId(exchange),
                fault.toString());
        return problems.answer(
                exchange,
                Refusal.of(
                        RefusalCode.SERVICE_UNAVAILABLE,
                        "No answer in time; whether the request was carried out is not known."));
    }

    private Mono<Void> away(ServerWebExchange exchange, ServiceName service) {
        return problems.answer(
                exchange,
                Refusal.of(
                        RefusalCode.SERVICE_UNAVAILABLE,
                        "The " + service + " is away; try again shortly."));
    }
}

package dev.roomlog.gateway.routing;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.netty.handler.timeout.ReadTimeoutException;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Every configured instance of every service, and the order in which to try them. Thread-safe. */
@Component
public class Instances {

    private static final CircuitBreakerConfig BREAKER =
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(20)
                    .minimumNumberOfCalls(5)
                    .failureRateThreshold(50)
                    .waitDurationInOpenState(Duration.ofSeconds(2))
                    .permittedNumberOfCallsInHalfOpenState(2)
                    // Only silence counts. An instance that cannot be reached is the probe's
                    // matter, and an error it answers is an answer.
                    .recordException(Instances::isSilence)
                    .build();

    private final Map<ServiceName, List<Instance>> known = new EnumMap<>(ServiceName.class);
    private final AtomicInteger turn = new AtomicInteger();

    Instances(RoutingProperties properties) {
        put(ServiceName.ROOM, properties.services().roomService());
        put(ServiceName.MESSAGE, properties.services().messageService());
        put(ServiceName.WEBSOCKET, properties.services().websocketService());
    }

    private void put(ServiceName service, List<URI> bases) {
        known.put(
                service,
                bases.stream()
                        .map(base ->
                                new Instance(base, CircuitBreaker.of(base.toString(), BREAKER)))
                        .toList());
    }

    static boolean isSilence(Throwable fault) {
        return fault instanceof ReadTimeoutException
                || (fault instanceof ResponseStatusException status
                        && status.getStatusCode().isSameCodeAs(HttpStatus.GATEWAY_TIMEOUT));
    }

    /** Those that accept connections, another one first each time. */
    List<Instance> inTurn(ServiceName service) {
        List<Instance> accepting = new ArrayList<>(of(service));
        accepting.removeIf(instance -> !instance.accepting());
        int size = accepting.size();
        if (size > 1) {
            Collections.rotate(accepting, Math.floorMod(turn.getAndIncrement(), size));
        }
        return accepting;
    }

    /** Those that accept connections, the one with the fewest open sockets first. */
    public List<Instance> leastBusyFirst(ServiceName service) {
        List<Instance> candidates = inTurn(service);
        // Stable: among equals the turn decides.
        candidates.sort(Comparator.comparingInt(Instance::openSockets));
        return candidates;
    }

    List<Instance> of(ServiceName service) {
        return known.getOrDefault(service, List.of());
    }

    Stream<Instance> all() {
        return known.values().stream().flatMap(List::stream);
    }

    boolean answers(ServiceName service) {
        return of(service).stream().anyMatch(Instance::accepting);
    }
}

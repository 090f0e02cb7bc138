package dev.roomlog.gateway.error;

import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a request stands in its trace (W3C Trace Context §3.2).
 *
 * @param header the whole header value
 * @param traceId 32 hexadecimal digits
 */
record TraceParent(String header, String traceId) {

    static final String NAME = "traceparent";

    private static final String ATTRIBUTE = TraceParent.class.getName();

    private static final Pattern FORMAT =
            Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    static Optional<TraceParent> parse(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        Matcher matcher = FORMAT.matcher(header);
        return matcher.matches()
                ? Optional.of(new TraceParent(header, matcher.group(1)))
                : Optional.empty();
    }

    /** A new trace, not sampled: nobody upstream has asked for its recording. */
    static TraceParent begin() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        // An all-zero ID is invalid; the lowest bit keeps chance from making one.
        String traceId = hex(random.nextLong()) + hex(random.nextLong() | 1);
        return new TraceParent("00-" + traceId + "-" + hex(random.nextLong() | 1) + "-00", traceId);
    }

    void putInto(ServerWebExchange exchange) {
        exchange.getAttributes().put(ATTRIBUTE, this);
    }

    static TraceParent of(ServerWebExchange exchange) {
        return (TraceParent)
                exchange.getAttributes().computeIfAbsent(ATTRIBUTE, absent -> TraceParent.begin());
    }

    private static String hex(long value) {
        return "%016x".formatted(value);
    }
}

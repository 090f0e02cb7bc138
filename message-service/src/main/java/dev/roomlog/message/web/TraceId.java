package dev.roomlog.message.web;

import org.springframework.http.server.reactive.ServerHttpRequest;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The trace a request belongs to (W3C Trace Context §3.2), or one of its own. */
final class TraceId {

    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");
    private static final String NONE = "0".repeat(32);

    private TraceId() {}

    static String of(ServerHttpRequest request) {
        String parent = request.getHeaders().getFirst("traceparent");
        Matcher matcher = TRACEPARENT.matcher(parent == null ? "" : parent);
        return matcher.matches() && !matcher.group(1).equals(NONE)
                ? matcher.group(1)
                : UUID.randomUUID().toString().replace("-", "");
    }
}

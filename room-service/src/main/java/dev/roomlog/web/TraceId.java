package dev.roomlog.web;

import jakarta.servlet.http.HttpServletRequest;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** 32 hex digits: the caller's (W3C Trace Context), else random; the same all through a request. */
final class TraceId {

    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final String NONE = "0".repeat(32);

    private TraceId() {}

    static String of(HttpServletRequest request) {
        if (request.getAttribute(TraceId.class.getName()) instanceof String known) {
            return known;
        }
        String id = fromHeader(request.getHeader("traceparent"));
        request.setAttribute(TraceId.class.getName(), id);
        return id;
    }

    private static String fromHeader(@org.jspecify.annotations.Nullable String header) {
        if (header != null) {
            Matcher matcher = TRACEPARENT.matcher(header);
            if (matcher.matches() && !matcher.group(1).equals(NONE)) {
                return matcher.group(1);
            }
        }
        return UUID.randomUUID().toString().replace("-", "");
    }
}

/**
 * The error contract: whatever goes wrong at the gateway is answered as RFC 9457 problem+json with
 * one of the codes of {@link dev.roomlog.events.RefusalCode} and the request's trace ID; never a
 * default error page, never a stack trace. Errors that services answered themselves pass through
 * unchanged.
 *
 * <p>Also owns the trace: every request leaves here with exactly one valid W3C {@code traceparent}.
 *
 * <p>Depends on no other package of the gateway.
 */
@NullMarked
package dev.roomlog.gateway.error;

import org.jspecify.annotations.NullMarked;

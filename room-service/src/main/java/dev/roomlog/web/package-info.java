/**
 * What all of REST here has in common: who is calling, how a refusal looks (RFC 9457 with {@code
 * code} and {@code traceId}), how strictly JSON is read, pages, and the limit on bodies.
 *
 * <p>Every answer that is not a success is made by {@link dev.roomlog.web.Problems}, also those of
 * Spring Security, of Spring MVC and of the container. Faults are logged once, here, with the trace
 * ID; no answer names a class, a statement or a value of ours. Knows no feature.
 */
@NullMarked
package dev.roomlog.web;

import org.jspecify.annotations.NullMarked;

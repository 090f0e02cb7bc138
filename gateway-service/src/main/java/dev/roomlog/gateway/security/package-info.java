/**
 * What a request must be before it is routed, in this order: free of headers that only proxies may
 * set; from an allowed origin; here as a whole, within the size limit; and, on all of {@code /api}
 * but signing up and in, carrying a valid access token. Services verify the token again and decide
 * every right; the gateway only spares them what nobody signed.
 *
 * <p>{@code /ws} is not token-checked here: the STOMP CONNECT frame carries the token.
 *
 * <p>Also sets the security headers of every answer. No token and no Authorization header is ever
 * logged. Depends on {@code error} only.
 */
@NullMarked
package dev.roomlog.gateway.security;

import org.jspecify.annotations.NullMarked;

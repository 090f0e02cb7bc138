/**
 * Which service answers which path, and which of its instances: the addresses come from
 * configuration ({@code roomlog.gateway.services}).
 *
 * <p>A probe connects to every instance once a second, never per request; an instance that does not
 * accept connections is skipped until it does again. REST calls go round; sockets go where the
 * fewest are open. A call is repeated at another instance only when the first was not reached, or
 * when it is a GET or HEAD of which no answer had arrived.
 *
 * <p>{@code socket} carries WebSockets. Depends on {@code error} only.
 */
@NullMarked
package dev.roomlog.gateway.routing;

import org.jspecify.annotations.NullMarked;

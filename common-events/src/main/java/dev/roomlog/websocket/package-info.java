/**
 * What a request to open a WebSocket must be (RFC 6455 §4.2.1): the gateway judges it before it
 * asks an edge, and an edge before it upgrades, because the library beneath does not.
 *
 * <p>Imports nothing but the JDK.
 */
@NullMarked
package dev.roomlog.websocket;

import org.jspecify.annotations.NullMarked;

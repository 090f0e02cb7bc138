/**
 * The one front door of Roomlog: clients see one origin and one contract, however the services
 * behind it come and go. Stateless; any number of gateways may run side by side.
 *
 * <p>A request passes {@code error} (trace ID), {@code security} (headers, origin, size, token) and
 * then {@code routing}, which picks an instance and forwards. Nothing here knows what a room or a
 * message is, and nothing here talks to Kafka or to a database.
 *
 * <p>Everything runs on event loops: nothing in this service may block.
 */
@NullMarked
package dev.roomlog.gateway;

import org.jspecify.annotations.NullMarked;

/**
 * The edge: live connections. STOMP over WebSocket towards clients, the room log towards Kafka.
 * Stateless: all it knows it rebuilds from Kafka, so a process may die at any time and nothing is
 * lost.
 *
 * <p>The way of a message: {@code web} (WebSocket) → {@code stomp} (frames) → {@code session}
 * (protocol state) → {@code send} (judge, append to the log, receipt) ⇒ Kafka ⇒ {@code kafka} (read
 * the log) → {@code tail} (recent records, duplicates) → {@code fanout} (encode once, hand to every
 * subscriber).
 *
 * <p>{@code stomp, session, subscription, send, fanout, tail, membership} know neither Spring nor
 * Kafka; {@code web} and {@code kafka} are the adapters.
 */
@NullMarked
package dev.roomlog.edge;

import org.jspecify.annotations.NullMarked;

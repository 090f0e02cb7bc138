package dev.roomlog.events;

import java.time.Instant;

/**
 * Where an acknowledged event stands.
 *
 * @param appendedAt the broker's append time
 */
public record Appended(int partition, long offset, Instant appendedAt) {}

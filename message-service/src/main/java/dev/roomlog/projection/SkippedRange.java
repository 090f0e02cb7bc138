package dev.roomlog.projection;

import java.time.Instant;

/**
 * Records the log no longer held when their turn came.
 *
 * @param from first offset skipped
 * @param to last offset skipped
 */
public record SkippedRange(long from, long to, Instant noticedAt) {}

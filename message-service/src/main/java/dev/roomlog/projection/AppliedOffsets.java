package dev.roomlog.projection;

import reactor.core.publisher.Mono;

/** Where each partition stands. */
public interface AppliedOffsets {

    /** Empty for a partition never begun. */
    Mono<Applied> of(LogPartition partition);

    /** Begins a partition, unless someone else just did. */
    Mono<Void> begin(LogPartition partition, Applied at);

    /** Begins a partition anew: what was applied before belongs to a log that is gone. */
    Mono<Void> restart(LogPartition partition, Applied at);

    /** Only ever forward, and only for the same topic: a reader that comes late changes nothing. */
    Mono<Void> advance(LogPartition partition, Applied to);

    /** Moves on past records that are lost, and keeps which. */
    Mono<Void> skip(LogPartition partition, Applied to, SkippedRange skipped);
}

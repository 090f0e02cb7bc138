package dev.roomlog.projection;

import reactor.core.publisher.Mono;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The port's meaning in its plainest form. */
public final class InMemoryAppliedOffsets implements AppliedOffsets {

    private final Map<LogPartition, Applied> offsets = new ConcurrentHashMap<>();

    @Override
    public Mono<Applied> of(LogPartition partition) {
        return Mono.defer(() -> Mono.justOrEmpty(offsets.get(partition)));
    }

    @Override
    public Mono<Void> begin(LogPartition partition, Applied at) {
        return Mono.fromRunnable(() -> offsets.putIfAbsent(partition, at));
    }

    @Override
    public Mono<Void> restart(LogPartition partition, Applied at) {
        return Mono.fromRunnable(() -> offsets.put(partition, at));
    }

    @Override
    public Mono<Void> advance(LogPartition partition, Applied to) {
        return Mono.fromRunnable(() ->
                offsets.computeIfPresent(
                        partition,
                        (_, now) ->
                                now.topicId().equals(to.topicId()) && now.offset() < to.offset()
                                        ? to
                                        : now));
    }

    @Override
    public Mono<Void> skip(LogPartition partition, Applied to, SkippedRange skipped) {
        return restart(partition, to);
    }
}

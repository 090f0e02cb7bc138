package dev.roomlog.message.kafka;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomPartitioner;
import dev.roomlog.events.TopicLayout;
import dev.roomlog.events.Topics;
import dev.roomlog.message.AppliedPositions;
import dev.roomlog.projection.AppliedOffsets;
import dev.roomlog.projection.LogPartition;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import java.time.Duration;

final class LogAppliedPositions implements AppliedPositions {

    private static final Position NONE = new Position(0);

    private final AppliedOffsets offsets;
    private final TopicLayout layout;
    private final Sinks.Many<Batch> here = Sinks.many().multicast().directBestEffort();

    private record Batch(int partition, long lastOffset) {}

    LogAppliedPositions(AppliedOffsets offsets, TopicLayout layout) {
        this.offsets = offsets;
        this.layout = layout;
    }

    @Override
    public Mono<Position> of(RoomId room) {
        return offsets.of(new LogPartition(Topics.messagesName(layout.epoch()), partitionOf(room)))
                .filter(applied -> applied.offset() >= 0)
                .map(applied -> Position.of(layout.epoch(), applied.offset()))
                .defaultIfEmpty(NONE);
    }

    @Override
    public Flux<Position> appliedHere(RoomId room) {
        int partition = partitionOf(room);
        return here.asFlux()
                .filter(batch -> batch.partition == partition)
                .map(batch -> Position.of(layout.epoch(), batch.lastOffset));
    }

    /** A batch is in the store. */
    void applied(int partition, long lastOffset) {
        // Partitions are applied side by side, and a sink takes one signal at a time.
        here.emitNext(
                new Batch(partition, lastOffset),
                Sinks.EmitFailureHandler.busyLooping(Duration.ofMillis(100)));
    }

    private int partitionOf(RoomId room) {
        return RoomPartitioner.partitionOf(room, layout.partitions());
    }
}

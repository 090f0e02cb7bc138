package dev.roomlog.message.kafka;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomPartitioner;
import dev.roomlog.events.TopicLayout;
import dev.roomlog.events.Topics;
import dev.roomlog.message.AppliedPositions;
import dev.roomlog.projection.AppliedOffsets;
import dev.roomlog.projection.LogPartition;

import reactor.core.publisher.Mono;

record LogAppliedPositions(AppliedOffsets offsets, TopicLayout layout) implements AppliedPositions {

    private static final Position NONE = new Position(0);

    @Override
    public Mono<Position> of(RoomId room) {
        int partition = RoomPartitioner.partitionOf(room, layout.partitions());
        return offsets.of(new LogPartition(Topics.messagesName(layout.epoch()), partition))
                .filter(applied -> applied.offset() >= 0)
                .map(applied -> Position.of(layout.epoch(), applied.offset()))
                .defaultIfEmpty(NONE);
    }
}

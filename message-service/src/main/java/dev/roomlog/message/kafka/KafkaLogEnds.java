package dev.roomlog.message.kafka;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomPartitioner;
import dev.roomlog.events.TopicLayout;
import dev.roomlog.events.Topics;
import dev.roomlog.message.LogEnds;
import dev.roomlog.projection.LogPartition;
import dev.roomlog.projection.kafka.EndOffsets;

import reactor.core.publisher.Mono;

record KafkaLogEnds(EndOffsets ends, TopicLayout layout) implements LogEnds {

    @Override
    public Mono<Position> of(RoomId room) {
        int partition = RoomPartitioner.partitionOf(room, layout.partitions());
        return ends.of(new LogPartition(Topics.messagesName(layout.epoch()), partition))
                .map(end -> end == 0 ? new Position(0) : Position.of(layout.epoch(), end - 1))
                .onErrorMap(UnknownException::new);
    }
}

package dev.roomlog.unread.kafka;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomPartitioner;
import dev.roomlog.events.TopicLayout;
import dev.roomlog.events.Topics;
import dev.roomlog.projection.LogPartition;
import dev.roomlog.projection.kafka.EndOffsets;
import dev.roomlog.projection.kafka.LogWriter;
import dev.roomlog.unread.ReadMarker;
import dev.roomlog.unread.ReadMarkers;

import org.apache.kafka.common.KafkaException;

import reactor.core.publisher.Mono;

import java.util.Objects;
import java.util.concurrent.TimeoutException;

record KafkaReadMarkers(LogWriter writer, EndOffsets ends, TopicLayout layout)
        implements ReadMarkers {

    @Override
    public Mono<Void> publish(ReadMarker marker) {
        MemberId member = Objects.requireNonNull(marker.key().member());
        var value =
                dev.roomlog.events.v1.ReadMarker.newBuilder()
                        .setPosition(marker.position().value())
                        .build();
        return writer.append(OutgoingEvent.read(marker.key().room(), member, value))
                .onErrorMap(
                        KafkaException.class,
                        failure -> new TimeoutException("not acknowledged: " + failure))
                .then();
    }

    @Override
    public Mono<Position> endOf(RoomId room) {
        int partition = RoomPartitioner.partitionOf(room, layout.partitions());
        return ends.of(new LogPartition(Topics.messagesName(layout.epoch()), partition))
                .map(next -> new Position(Position.of(layout.epoch(), next).value() - 1));
    }
}

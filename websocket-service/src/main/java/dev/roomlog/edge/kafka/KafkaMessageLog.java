package dev.roomlog.edge.kafka;

import dev.roomlog.edge.send.MessageLog;
import dev.roomlog.events.EventProducer;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;
import dev.roomlog.events.v1.ReadMarker;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.CompletableFuture;

/** {@link MessageLog} on the topic of the current epoch. */
final class KafkaMessageLog implements MessageLog {

    private static final Logger log = LoggerFactory.getLogger(KafkaMessageLog.class);

    private final EventProducer producer;
    private final int epoch;

    KafkaMessageLog(EventProducer producer, int epoch) {
        this.producer = producer;
        this.epoch = epoch;
    }

    @Override
    public CompletableFuture<Position> append(RoomId room, MessageEvent event) {
        return producer.send(OutgoingEvent.message(epoch, room, event))
                .thenApply(appended -> Position.of(epoch, appended.offset()));
    }

    @Override
    public void tellMentioned(RoomId room, Position position, MessagePosted posted) {
        OutgoingEvent.mention(room, position, posted)
                .ifPresent(notice -> {
                    var _ =
                            producer.send(notice)
                                    .exceptionally(failure -> {
                                        log.warn("a mention is not told: {}", failure.toString());
                                        return null;
                                    });
                });
    }

    @Override
    public CompletableFuture<Void> mark(RoomId room, MemberId member, Position position) {
        ReadMarker marker = ReadMarker.newBuilder().setPosition(position.value()).build();
        return producer.send(OutgoingEvent.read(room, member, marker)).thenAccept(_ -> {});
    }
}

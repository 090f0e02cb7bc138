package dev.roomlog.edge.kafka;

import dev.roomlog.edge.send.MessageLog;
import dev.roomlog.events.EventProducer;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MessageEvent;

import java.util.concurrent.CompletableFuture;

/** {@link MessageLog} on the topic of the current epoch. */
final class KafkaMessageLog implements MessageLog {

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
}

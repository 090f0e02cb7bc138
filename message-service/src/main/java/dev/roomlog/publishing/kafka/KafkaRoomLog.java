package dev.roomlog.publishing.kafka;

import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.TopicLayout;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;
import dev.roomlog.projection.kafka.LogWriter;
import dev.roomlog.publishing.RoomLog;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

@Component
final class KafkaRoomLog implements RoomLog {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaRoomLog.class);

    private final LogWriter writer;
    private final int epoch;

    KafkaRoomLog(LogWriter writer, TopicLayout layout) {
        this.writer = writer;
        this.epoch = layout.epoch();
    }

    @Override
    public Mono<Position> append(RoomId room, MessageEvent event) {
        return writer.append(OutgoingEvent.message(epoch, room, event))
                .map(appended -> Position.of(epoch, appended.offset()))
                .doOnError(failure ->
                        LOG.warn(
                                "room {}: not acknowledged in time: {}", room, failure.toString()));
    }

    @Override
    public void tellMentioned(RoomId room, Position position, MessagePosted posted) {
        OutgoingEvent.mention(room, position, posted)
                .ifPresent(notice ->
                        writer.append(notice)
                                .subscribe(
                                        _ -> {},
                                        failure ->
                                                LOG.warn(
                                                        "room {}: a mention is not told: {}",
                                                        room,
                                                        failure.toString())));
    }
}

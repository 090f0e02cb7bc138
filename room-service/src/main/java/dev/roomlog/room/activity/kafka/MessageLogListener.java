package dev.roomlog.room.activity.kafka;

import dev.roomlog.room.activity.ActivityFollowing;
import dev.roomlog.room.activity.RoomLogEvent;

import io.micrometer.core.instrument.MeterRegistry;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchMessageListener;

import java.util.ArrayList;
import java.util.List;

/** Decodes a batch and has it applied. */
record MessageLogListener(ActivityFollowing following, int epoch, MeterRegistry meters)
        implements BatchMessageListener<byte[], byte[]> {

    private static final Logger log = LoggerFactory.getLogger(MessageLogListener.class);

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> batch) {
        List<RoomLogEvent> events = new ArrayList<>();
        List<ConsumerRecord<byte[], byte[]>> malformed = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            switch (MessageLogRecord.of(record, epoch)) {
                case MessageLogRecord.Understood(RoomLogEvent event) -> events.add(event);
                case MessageLogRecord.Malformed() -> malformed.add(record);
                case MessageLogRecord.Irrelevant() -> {
                    // Nothing to do with the last message.
                }
            }
        }
        following.apply(events);
        // Counted last: a batch is repeated while the database is away.
        malformed.forEach(this::skipped);
    }

    private void skipped(ConsumerRecord<byte[], byte[]> record) {
        log.error(
                "{}-{} offset {} is no event of a room and is skipped",
                record.topic(),
                record.partition(),
                record.offset());
        meters.counter("roomlog.records.malformed", "topic", record.topic()).increment();
    }
}

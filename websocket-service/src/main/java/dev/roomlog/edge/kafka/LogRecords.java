package dev.roomlog.edge.kafka;

import dev.roomlog.edge.tail.LogRecord;
import dev.roomlog.events.EventHeaders;
import dev.roomlog.events.EventType;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomKey;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.Optional;

/** A Kafka record as the core sees it. The value stays as it is. */
final class LogRecords {

    private static final byte[] EMPTY = new byte[0];

    private LogRecords() {}

    /** Empty for a record without a key of ours, which nobody of ours can have written. */
    static Optional<LogRecord> of(ConsumerRecord<byte[], byte[]> record, int epoch) {
        return RoomKey.parse(record.key())
                .map(key ->
                        new LogRecord(
                                Position.of(epoch, record.offset()),
                                key.room(),
                                EventHeaders.text(record.headers(), EventHeaders.TYPE)
                                        .flatMap(EventType::of)
                                        .orElse(null),
                                EventHeaders.text(record.headers(), EventHeaders.ID)
                                        .flatMap(MessageId::parse)
                                        .orElse(null),
                                EventHeaders.isIdempotent(record.headers()),
                                record.timestamp(),
                                record.value() == null ? EMPTY : record.value()));
    }
}

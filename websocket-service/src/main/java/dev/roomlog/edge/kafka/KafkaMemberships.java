package dev.roomlog.edge.kafka;

import dev.roomlog.edge.membership.MembershipView;
import dev.roomlog.events.Decoded;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;
import dev.roomlog.events.Topics;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.RoomState;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code chat.rooms} and {@code chat.memberships} whole and keeps the view up to date, on a
 * thread of its own.
 */
final class KafkaMemberships implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaMemberships.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final MembershipView view;
    private final int partitions;
    private final Map<TopicPartition, Long> toLoad = new HashMap<>();
    private final Thread thread = Thread.ofPlatform().name("memberships").unstarted(this::run);
    private volatile boolean running = true;

    KafkaMemberships(Consumer<byte[], byte[]> consumer, MembershipView view, int partitions) {
        this.consumer = consumer;
        this.view = view;
        this.partitions = partitions;
    }

    void start() {
        thread.start();
    }

    private void run() {
        boolean begun = false;
        while (running) {
            try {
                if (!begun) {
                    begin();
                    begun = true;
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    apply(record);
                }
                noteLoaded();
            } catch (WakeupException _) {
                // The only one who wakes this consumer closes it.
            } catch (RuntimeException e) {
                log.error("reading memberships met a fault and goes on", e);
            }
        }
        consumer.close();
    }

    private void begin() {
        List<TopicPartition> all = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            all.add(new TopicPartition(Topics.ROOMS.name(), partition));
            all.add(new TopicPartition(Topics.MEMBERSHIPS.name(), partition));
        }
        consumer.assign(all);
        consumer.seekToBeginning(all);
        toLoad.putAll(consumer.endOffsets(all));
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        Optional<RoomKey> key = RoomKey.parse(record.key());
        if (key.isEmpty()) {
            log.error("a record without a room at {} is skipped", place(record));
            return;
        }
        RoomId room = key.get().room();
        MemberId member = key.get().member();
        Decoded<?> decoded =
                member == null ? Decoded.room(record.value()) : Decoded.membership(record.value());
        switch (decoded) {
            case Decoded.Known<?>(RoomState state) -> view.apply(room, state);
            case Decoded.Known<?>(MembershipState state) when member != null ->
                    view.apply(room, member, state);
            case Decoded.Malformed<?>(String cause) ->
                    log.error("{} at {} is skipped", cause, place(record));
            case Decoded.Known<?> _, Decoded.Unknown<?> _ ->
                    log.debug("a record of an unknown kind at {} is skipped", place(record));
        }
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + "-" + record.partition() + " offset " + record.offset();
    }

    private void noteLoaded() {
        if (toLoad.isEmpty()) {
            return;
        }
        toLoad.entrySet().removeIf(entry -> consumer.position(entry.getKey()) >= entry.getValue());
        for (int partition = 0; partition < partitions; partition++) {
            boolean waiting =
                    toLoad.containsKey(new TopicPartition(Topics.ROOMS.name(), partition))
                            || toLoad.containsKey(
                                    new TopicPartition(Topics.MEMBERSHIPS.name(), partition));
            if (!waiting) {
                view.loaded(partition);
            }
        }
    }

    @Override
    public void close() {
        running = false;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

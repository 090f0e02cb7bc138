package dev.roomlog.edge.kafka;

import dev.roomlog.edge.membership.MembershipView;
import dev.roomlog.events.Decoded;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;
import dev.roomlog.events.Topics;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.MentionNotice;
import dev.roomlog.events.v1.Notice;
import dev.roomlog.events.v1.RoomState;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
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
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Reads {@code chat.rooms} and {@code chat.memberships} whole and keeps the view up to date, and
 * {@code chat.notices} from its end on, on a thread of its own.
 */
final class KafkaMemberships implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaMemberships.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final MembershipView view;
    private final BiConsumer<RoomId, MentionNotice> mentioned;
    private final int partitions;
    private final Map<TopicPartition, Long> toLoad = new HashMap<>();
    private final Thread thread = Thread.ofPlatform().name("memberships").unstarted(this::run);
    private volatile boolean running = true;

    /**
     * @param mentioned told of each notice, on the thread; must not block
     */
    KafkaMemberships(
            Consumer<byte[], byte[]> consumer,
            MembershipView view,
            BiConsumer<RoomId, MentionNotice> mentioned,
            int partitions) {
        this.consumer = consumer;
        this.view = view;
        this.mentioned = mentioned;
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
            } catch (OffsetOutOfRangeException e) {
                restart(e.offsetOutOfRangePartitions().keySet());
            } catch (RuntimeException e) {
                log.error("reading memberships met a fault and goes on", e);
            }
        }
        consumer.close();
    }

    private void begin() {
        List<TopicPartition> all = new ArrayList<>();
        List<TopicPartition> notices = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            all.add(new TopicPartition(Topics.ROOMS.name(), partition));
            all.add(new TopicPartition(Topics.MEMBERSHIPS.name(), partition));
            notices.add(new TopicPartition(Topics.NOTICES.name(), partition));
        }
        consumer.assign(Stream.concat(all.stream(), notices.stream()).toList());
        consumer.seekToBeginning(all);
        consumer.endOffsets(notices).forEach(consumer::seek);
        toLoad.putAll(consumer.endOffsets(all));
    }

    /** Notices are kept for minutes: an edge that stood still for longer has missed some. */
    private void restart(Set<TopicPartition> lost) {
        log.warn("{} no longer hold what comes next; going on with what they hold", lost);
        consumer.seekToBeginning(lost);
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
                record.topic().equals(Topics.NOTICES.name())
                        ? Decoded.notice(record.value())
                        : member == null
                                ? Decoded.room(record.value())
                                : Decoded.membership(record.value());
        switch (decoded) {
            case Decoded.Known<?>(RoomState state) -> view.apply(room, state);
            case Decoded.Known<?>(MembershipState state) when member != null ->
                    view.apply(room, member, state);
            case Decoded.Known<?>(Notice notice) -> mentioned.accept(room, notice.getMention());
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

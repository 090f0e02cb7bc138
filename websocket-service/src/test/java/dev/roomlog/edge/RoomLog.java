package dev.roomlog.edge;

import dev.roomlog.events.Appended;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomPartitioner;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What was said in a room, by the broker's own acknowledgements. */
final class RoomLog {

    final RoomId room;
    private final Edges edges;
    private final NavigableMap<Position, Instant> acknowledged = new ConcurrentSkipListMap<>();
    private final AtomicLong said = new AtomicLong();

    RoomLog(Edges edges, RoomId room) {
        this.edges = edges;
        this.room = room;
    }

    /** Another room of the same partition, whose members are the same: none. */
    RoomLog besides() {
        RoomId other = RoomId.random();
        int wanted = RoomPartitioner.partitionOf(room, Edges.PARTITIONS);
        while (RoomPartitioner.partitionOf(other, Edges.PARTITIONS) != wanted) {
            other = RoomId.random();
        }
        return new RoomLog(edges, other);
    }

    CompletableFuture<Appended> say() {
        return append(MessagePosted.newBuilder().setMessageId(MessageId.random().toBytes()));
    }

    /** As often as one likes, under the same ID. */
    Position say(MessageId id) {
        MessagePosted.Builder posted =
                MessagePosted.newBuilder().setMessageId(id.toBytes()).setClientMessageId("c-" + id);
        return Position.of(1, append(posted).join().offset());
    }

    private CompletableFuture<Appended> append(MessagePosted.Builder posted) {
        posted.setSenderId("talker").setText("message " + said.incrementAndGet());
        MessageEvent event = MessageEvent.newBuilder().setPosted(posted).build();
        return edges.append(OutgoingEvent.message(1, room, event))
                .whenComplete((appended, failure) -> {
                    if (failure == null) {
                        acknowledged.put(Position.of(1, appended.offset()), appended.appendedAt());
                    }
                });
    }

    void say(int count) {
        CompletableFuture<?>[] all = new CompletableFuture<?>[count];
        for (int i = 0; i < count; i++) {
            all[i] = say();
        }
        CompletableFuture.allOf(all).join();
    }

    /** Says something in each of these rooms in turn, until it is closed. */
    static final class Talk implements AutoCloseable {
        private final ScheduledExecutorService talker =
                Executors.newSingleThreadScheduledExecutor();
        private final List<RoomLog> rooms;

        Talk(Duration interval, List<RoomLog> rooms) {
            this.rooms = rooms;
            long nanos = interval.toNanos();
            var _ = talker.scheduleAtFixedRate(this::talk, 0, nanos, TimeUnit.NANOSECONDS);
        }

        private void talk() {
            for (RoomLog each : rooms) {
                var _ = each.say();
            }
        }

        @Override
        public void close() {
            talker.close();
            rooms.forEach(RoomLog::settle);
        }
    }

    /** All that was said is acknowledged. */
    private void settle() {
        say().join();
        if (acknowledged.size() != said.get()) {
            throw new IllegalStateException("not all was acknowledged");
        }
    }

    int size() {
        return acknowledged.size();
    }

    Position last() {
        return acknowledged.lastKey();
    }

    /** The position of the n-th message before the last. */
    Position back(int count) {
        return acknowledged.descendingKeySet().stream().skip(count).findFirst().orElseThrow();
    }

    Instant appendedAt(Position position) {
        return acknowledged.getOrDefault(position, Instant.MAX);
    }

    List<Position> positions() {
        return List.copyOf(acknowledged.keySet());
    }

    List<Position> after(Position after, Position upTo) {
        return List.copyOf(acknowledged.subMap(after, false, upTo, true).keySet());
    }

    List<Position> since(Instant time, Position upTo) {
        Position first =
                acknowledged.entrySet().stream()
                        .filter(entry -> !entry.getValue().isBefore(time))
                        .findFirst()
                        .orElseThrow()
                        .getKey();
        return List.copyOf(acknowledged.subMap(first, true, upTo, true).keySet());
    }
}

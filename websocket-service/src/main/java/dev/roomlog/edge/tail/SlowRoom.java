package dev.roomlog.edge.tail;

import dev.roomlog.events.Decoded;
import dev.roomlog.events.EventType;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.v1.MessageEvent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One room with slow mode: when each member last posted, by the log's append time, so that all
 * edges agree; and which turns were taken here whose message has not been read back. Its memory is
 * bounded by the window: who posted before that is forgotten.
 */
public final class SlowRoom {

    private final long windowMillis;
    private final LinkedHashMap<MemberId, Post> lastPosts = new LinkedHashMap<>();
    private final Map<MemberId, InFlight> turns = new HashMap<>();

    private record Post(MessageId message, long appendedAt) {}

    /** A message sent again while its first send is under way has two takers. */
    private record InFlight(MessageId message, int takers) {}

    /**
     * @param window the longest that slow mode can ask for
     */
    public SlowRoom(Duration window) {
        this.windowMillis = window.toMillis();
    }

    /** Takes note of a record of this room that repeats none; called in log order. */
    public void read(LogRecord record) {
        MessageId message = record.id();
        if (record.type() != EventType.POSTED || message == null) {
            return;
        }
        senderOf(record)
                .ifPresent(sender -> {
                    // Last in the order of insertion is the newest.
                    lastPosts.remove(sender);
                    lastPosts.put(sender, new Post(message, record.appendedAt()));
                });
        expire(record.appendedAt() - windowMillis);
    }

    private static Optional<MemberId> senderOf(LogRecord record) {
        return Decoded.message(record.value()) instanceof Decoded.Known<MessageEvent>(var event)
                        && event.hasPosted()
                ? MemberId.parse(event.getPosted().getSenderId())
                : Optional.empty();
    }

    private void expire(long before) {
        Iterator<Post> oldestFirst = lastPosts.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().appendedAt < before) {
            oldestFirst.remove();
        }
    }

    /**
     * @return zero when the turn is taken, until {@link #end}; else how long the member has to wait
     */
    public Duration take(Turn turn, Duration every, long nowMillis) {
        InFlight inFlight = turns.get(turn.member());
        if (inFlight != null && !inFlight.message.equals(turn.message())) {
            // When it is appended is not known yet: now at the latest, as far as anybody can tell.
            return every;
        }
        Duration left = leftSince(lastPosts.get(turn.member()), turn, every, nowMillis);
        if (left.isPositive()) {
            return left;
        }
        int takers = inFlight == null ? 0 : inFlight.takers;
        turns.put(turn.member(), new InFlight(turn.message(), takers + 1));
        return Duration.ZERO;
    }

    private static Duration leftSince(
            @Nullable Post last, Turn turn, Duration every, long nowMillis) {
        // The same message again is no second post: it was read while this send was being judged.
        return last == null || last.message.equals(turn.message())
                ? Duration.ZERO
                : every.minusMillis(nowMillis - last.appendedAt);
    }

    /** The turn's message was read back, or will never be. */
    public void end(Turn turn) {
        turns.computeIfPresent(
                turn.member(),
                (_, inFlight) -> {
                    if (!inFlight.message.equals(turn.message())) {
                        return inFlight;
                    }
                    return inFlight.takers == 1
                            ? null
                            : new InFlight(inFlight.message, inFlight.takers - 1);
                });
    }

    public int size() {
        return lastPosts.size();
    }
}

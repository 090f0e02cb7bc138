package dev.roomlog.edge.fanout;

import dev.roomlog.edge.subscription.Outbound;
import dev.roomlog.edge.subscription.Subscription;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * What a batch of records has to be sent to whom, collected by event loop and handed to each once.
 * Confined to the feed's thread until {@link #handOver}.
 */
public final class Deliveries {

    private Map<EventExecutor, Share> shares = new HashMap<>();
    private long count;
    private long gaps;

    /** One event loop's part of a batch, in order. */
    private static final class Share {
        final List<Outbound> targets = new ArrayList<>();
        final List<ByteBuf> messages = new ArrayList<>();
        final List<Waiting> waiting = new ArrayList<>();

        void write() {
            for (int i = 0; i < targets.size(); i++) {
                targets.get(i).write(messages.get(i));
            }
            targets.forEach(Outbound::flush);
            waiting.forEach(waits -> waits.target.whenFlushed(waits.action));
        }

        void release() {
            messages.forEach(ByteBuf::release);
            waiting.forEach(waits -> waits.action.accept(false));
        }
    }

    private record Waiting(Outbound target, Consumer<Boolean> action) {}

    void add(RoomEvent event, List<Subscription> subscriptions) {
        if (subscriptions.isEmpty()) {
            return;
        }
        try (EventEncoding encoding = new EventEncoding(event)) {
            for (Subscription subscription : subscriptions) {
                Share share = shareOf(subscription.outbound());
                share.targets.add(subscription.outbound());
                share.messages.add(encoding.messageFor(subscription));
            }
        }
        count += subscriptions.size();
    }

    private Share shareOf(Outbound target) {
        return shares.computeIfAbsent(target.executor(), _ -> new Share());
    }

    /**
     * Names what the edge no longer holds, and history has.
     *
     * @param from what stands after it is missing
     * @param to up to here
     */
    void addGap(RoomId room, Position from, Position to, List<Subscription> subscriptions) {
        add(EventBodies.gap(room, from, to), subscriptions);
        gaps += subscriptions.size();
    }

    /**
     * Runs an action, on the target's event loop, once what was added for it so far is on its way:
     * with true, or with false when the connection ended before.
     */
    void whenFlushed(Outbound target, Consumer<Boolean> action) {
        shareOf(target).waiting.add(new Waiting(target, action));
    }

    public void handOver() {
        Map<EventExecutor, Share> ready = shares;
        if (ready.isEmpty()) {
            return;
        }
        shares = new HashMap<>();
        ready.forEach((executor, share) -> {
            try {
                executor.execute(share::write);
            } catch (RejectedExecutionException _) {
                // The event loop is shut down, and with it every connection it had.
                share.release();
            }
        });
    }

    /** Since the start. */
    public long count() {
        return count;
    }

    /** Gaps among them. */
    public long gaps() {
        return gaps;
    }
}

package dev.roomlog.edge.fanout;

import dev.roomlog.edge.subscription.Outbound;
import dev.roomlog.edge.subscription.Subscription;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/**
 * What a batch of records has to be sent to whom, collected by event loop and handed to each once.
 * Confined to the feed's thread until {@link #handOver}.
 */
public final class Deliveries {

    private Map<EventExecutor, Share> shares = new HashMap<>();
    private long count;

    /** One event loop's part of a batch, in order. */
    private static final class Share {
        final List<Outbound> targets = new ArrayList<>();
        final List<ByteBuf> messages = new ArrayList<>();

        void write() {
            for (int i = 0; i < targets.size(); i++) {
                targets.get(i).write(messages.get(i));
            }
            targets.forEach(Outbound::flush);
        }

        void release() {
            messages.forEach(ByteBuf::release);
        }
    }

    void add(RoomEvent event, List<Subscription> subscriptions) {
        if (subscriptions.isEmpty()) {
            return;
        }
        try (EventEncoding encoding = new EventEncoding(event)) {
            for (Subscription subscription : subscriptions) {
                Share share =
                        shares.computeIfAbsent(
                                subscription.outbound().executor(), _ -> new Share());
                share.targets.add(subscription.outbound());
                share.messages.add(encoding.messageFor(subscription));
            }
        }
        count += subscriptions.size();
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
}

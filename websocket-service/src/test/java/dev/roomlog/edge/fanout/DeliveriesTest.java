package dev.roomlog.edge.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roomlog.events.RoomId;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.DefaultEventExecutor;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

class DeliveriesTest {

    private final RoomId room = RoomId.random();
    private final Deliveries deliveries = new Deliveries();

    @Test
    void sendsNothingBeforeItIsHandedOver() {
        Reader reader = new Reader(room);

        deliveries.add(event("a"), List.of(reader.subscription));
        assertThat(reader.outbound.frames).isEmpty();
        deliveries.handOver();

        assertThat(reader.events()).containsExactly("a");
    }

    @Test
    void flushesEachConnectionOnceABatch() {
        Reader reader = new Reader(room);

        deliveries.add(event("a"), List.of(reader.subscription));
        deliveries.add(event("b"), List.of(reader.subscription));
        deliveries.handOver();

        assertThat(reader.events()).containsExactly("a", "b");
        assertThat(reader.outbound.flushes).isEqualTo(1);
    }

    @Test
    void givesEveryoneTheBytesOfItsOwnSubscription() {
        Reader one = new Reader(room);
        Reader two = new Reader(room, "a:b", one.outbound.executor());

        deliveries.add(event("a"), List.of(one.subscription, two.subscription));
        deliveries.handOver();

        assertThat(one.frame(0).header("subscription")).contains("sub");
        assertThat(two.frame(0).header("subscription")).contains("a:b");
        assertThat(deliveries.count()).isEqualTo(2);
    }

    @Test
    void leavesNoBufferBehind() {
        Reader one = new Reader(room);
        Reader two = new Reader(room, "other", one.outbound.executor());
        long before = activeAllocations();

        for (int i = 0; i < 5_000; i++) {
            deliveries.add(event("a"), List.of(one.subscription, two.subscription));
            deliveries.handOver();
        }

        // The pool keeps some for the next time.
        assertThat(activeAllocations() - before).isLessThan(1_000);
    }

    private static long activeAllocations() {
        return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
                .mapToLong(PoolArenaMetric::numActiveAllocations)
                .sum();
    }

    @Test
    void keepsTheOrderOnEachOfSeveralEventLoops() {
        DefaultEventExecutor first = new DefaultEventExecutor();
        DefaultEventExecutor second = new DefaultEventExecutor();
        Reader one = new Reader(room, "0", first);
        Reader two = new Reader(room, "0", second);
        List<String> names = IntStream.range(0, 500).mapToObj(i -> "e" + i).toList();
        try {
            for (String name : names) {
                deliveries.add(event(name), List.of(one.subscription, two.subscription));
                if (name.endsWith("3")) {
                    deliveries.handOver();
                }
            }
            deliveries.handOver();

            Awaitility.await().until(() -> one.outbound.frames.size() == 500);
            Awaitility.await().until(() -> two.outbound.frames.size() == 500);
            assertThat(one.events()).isEqualTo(names);
            assertThat(two.events()).isEqualTo(names);
        } finally {
            var _ = first.shutdownGracefully();
            var _ = second.shutdownGracefully();
        }
    }

    @Test
    void goesOnWhenAnEventLoopIsGone() {
        DefaultEventExecutor gone = new DefaultEventExecutor();
        gone.shutdownGracefully(0, 0, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
        Reader lost = new Reader(room, "0", gone);
        Reader reader = new Reader(room);

        deliveries.add(event("a"), List.of(lost.subscription, reader.subscription));
        deliveries.handOver();

        assertThat(reader.events()).containsExactly("a");
    }

    private RoomEvent event(String name) {
        return new RoomEvent(name, room, "id", null, "{}".getBytes(UTF_8));
    }
}

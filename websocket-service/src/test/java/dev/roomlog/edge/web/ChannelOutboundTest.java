package dev.roomlog.edge.web;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roomlog.edge.stomp.StompCommand;
import dev.roomlog.edge.stomp.StompFrame;
import dev.roomlog.edge.stomp.StompVersion;
import dev.roomlog.edge.subscription.ServerTextMessage;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.Test;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

class ChannelOutboundTest {

    private static final int LIMIT = 2_000;

    private final List<String> closings = new ArrayList<>();
    private final AtomicInteger overflowed = new AtomicInteger();
    private final ChannelOutbound.Bounds bounds =
            new ChannelOutbound.Bounds(LIMIT, Duration.ofSeconds(5), overflowed::incrementAndGet);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ChannelOutbound outbound =
            new ChannelOutbound(
                    channel,
                    bounds,
                    (code, reason) -> {
                        closings.add(code + " " + reason);
                        return Mono.empty();
                    });

    @Test
    void letsNothingOvertakeWhatWasHandedOverBefore() {
        outbound.executor().execute(() -> outbound.write(message("from the feed")));
        outbound.send(StompFrame.of(StompCommand.RECEIPT), StompVersion.V1_2);
        channel.runPendingTasks();

        assertThat(sent()).hasSize(2);
        assertThat(sent().getFirst()).contains("from the feed");
        assertThat(sent().getLast()).contains("RECEIPT");
    }

    @Test
    void writesWithoutFlushingUntilItIsTold() {
        outbound.write(message("one"));
        outbound.write(message("two"));
        assertThat(channel.outboundMessages()).isEmpty();

        outbound.flush();

        assertThat(channel.outboundMessages()).hasSize(2);
    }

    @Test
    void tellsAReaderThatIsTooSlowAndDropsTheRest() {
        List<ByteBuf> messages = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ByteBuf message = message("x".repeat(500));
            messages.add(message);
            outbound.write(message);
        }

        assertThat(closings).containsExactly("1013 too-slow");
        assertThat(sent()).hasSizeBetween(2, 5);
        assertThat(sent().getLast()).contains("ERROR").contains("message:too-slow");
        assertThat(messages.getLast().refCnt()).isZero();
        assertThat(overflowed).hasValue(1);
    }

    @Test
    void saysWhenAllBeforeHasLeftForTheNetwork() {
        List<Boolean> left = new ArrayList<>();
        EmbeddedChannel slow = new EmbeddedChannel();
        slow.pipeline().addFirst(new Held());
        ChannelOutbound toSlow = new ChannelOutbound(slow, bounds, (_, _) -> Mono.empty());

        toSlow.write(message("x"));
        toSlow.flush();
        toSlow.whenFlushed(left::add);
        assertThat(left).isEmpty();
        slow.pipeline().remove(Held.class);
        slow.runPendingTasks();
        assertThat(left).containsExactly(true);

        var _ = slow.close();
        toSlow.whenFlushed(left::add);
        assertThat(left).containsExactly(true, false);
    }

    /** A socket that takes nothing until this is removed. */
    private static final class Held extends ChannelOutboundHandlerAdapter {
        private final List<Runnable> held = new ArrayList<>();

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            held.add(() -> {
                var _ = context.write(message, promise);
            });
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            held.forEach(Runnable::run);
            context.flush();
        }
    }

    @Test
    void closesOnceAndOnlyAfterWhatWasGivenBefore() {
        outbound.send(StompFrame.of(StompCommand.ERROR), StompVersion.V1_2);
        outbound.close(1008, "first");
        outbound.close(1012, "second");
        ByteBuf late = message("late");
        outbound.executor().execute(() -> outbound.write(late));
        channel.runPendingTasks();

        assertThat(closings).containsExactly("1008 first");
        assertThat(sent()).hasSize(1);
        assertThat(late.refCnt()).isZero();
    }

    @Test
    void cutsAClientThatDoesNotTakeItsCloseFrame() {
        outbound.close(1012, "this edge is leaving");
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isTrue();

        channel.advanceTimeBy(5, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void releasesWhatIsWrittenToAConnectionThatIsGone() {
        var _ = channel.close();
        ByteBuf message = message("x");

        outbound.write(message);

        assertThat(message.refCnt()).isZero();
    }

    private List<String> sent() {
        return channel.outboundMessages().stream()
                .map(message -> ((ByteBuf) message).toString(UTF_8))
                .toList();
    }

    private static ByteBuf message(String text) {
        return ServerTextMessage.of(text.getBytes(UTF_8));
    }
}

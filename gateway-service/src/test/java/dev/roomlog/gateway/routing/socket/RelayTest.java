package dev.roomlog.gateway.routing.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

class RelayTest {

    private final Taking taking = new Taking();
    private final EmbeddedChannel client = new EmbeddedChannel(taking);
    private final EmbeddedChannel edge = new EmbeddedChannel(new Relay(client));

    /** A client that takes what is written to it when it is told to. */
    private static final class Taking extends ChannelOutboundHandlerAdapter {
        private final List<Runnable> waiting = new ArrayList<>();

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            waiting.add(() -> {
                var _ = context.writeAndFlush(message, promise);
            });
        }

        void takeAll() {
            waiting.forEach(Runnable::run);
            waiting.clear();
        }
    }

    @Test
    void flushesWhatWasUnderWayWhenOneSideIsGone() {
        edge.writeInbound(Unpooled.copiedBuffer("last words", StandardCharsets.US_ASCII));
        var _ = edge.close();
        assertThat(client.isOpen()).isTrue();

        taking.takeAll();

        assertThat(client.outboundMessages()).isNotEmpty();
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void doesNotWaitForEverForAClientThatDoesNotRead() {
        edge.writeInbound(Unpooled.copiedBuffer("last words", StandardCharsets.US_ASCII));
        var _ = edge.close();

        client.advanceTimeBy(10, TimeUnit.SECONDS);
        client.runScheduledPendingTasks();

        assertThat(client.isOpen()).isFalse();
    }
}

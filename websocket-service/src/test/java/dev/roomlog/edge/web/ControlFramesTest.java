package dev.roomlog.edge.web;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

import org.junit.jupiter.api.Test;

import java.util.List;

class ControlFramesTest {

    private final Reads reads = new Reads();
    private final EmbeddedChannel channel = new EmbeddedChannel(reads, new ControlFrames());

    @Test
    void answersAPingAtOnce() {
        channel.writeInbound(ping("one"));

        assertThat(pongs()).containsExactly("one");
    }

    @Test
    void answersOnlyTheMostRecentPingOfAClientThatDidNotRead() {
        List<WebSocketFrame> pings = List.of(ping("one"), ping("two"), ping("three"));
        writable(false);
        channel.writeInbound(pings.toArray());
        assertThat(pongs()).isEmpty();

        writable(true);

        assertThat(pongs()).containsExactly("three");
        // What the last one carried has gone into the pong.
        assertThat(pings).extracting(WebSocketFrame::refCnt).containsExactly(0, 0, 1);
    }

    @Test
    void asksForNoMoreWhileReadingIsPaused() {
        channel.config().setAutoRead(false);
        int before = reads.count;

        channel.writeInbound(ping("one"), ping("two"));

        assertThat(reads.count).isEqualTo(before);
    }

    @Test
    void keepsPongsAndPassesOnEverythingElse() {
        PongWebSocketFrame pong = new PongWebSocketFrame(Unpooled.copiedBuffer("x", UTF_8));
        TextWebSocketFrame text = new TextWebSocketFrame("x");
        CloseWebSocketFrame close = new CloseWebSocketFrame();

        channel.writeInbound(pong, text, close);

        assertThat(pong.refCnt()).isZero();
        assertThat(channel.inboundMessages()).containsExactly(text, close);
    }

    private static PingWebSocketFrame ping(String carried) {
        return new PingWebSocketFrame(Unpooled.copiedBuffer(carried, UTF_8));
    }

    private void writable(boolean writable) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
        channel.runPendingTasks();
    }

    private List<String> pongs() {
        return channel.outboundMessages().stream()
                .map(message -> ((PongWebSocketFrame) message).content().toString(UTF_8))
                .toList();
    }

    private static final class Reads extends ChannelOutboundHandlerAdapter {
        private int count;

        @Override
        public void read(ChannelHandlerContext context) throws Exception {
            count++;
            super.read(context);
        }
    }
}

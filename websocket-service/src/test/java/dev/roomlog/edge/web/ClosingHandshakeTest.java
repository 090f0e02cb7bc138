package dev.roomlog.edge.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import reactor.netty.NettyPipeline;

class ClosingHandshakeTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void aWebSocketIsToBeClosed() {
        channel.pipeline()
                .addLast(NettyPipeline.ReactiveBridge, new ChannelInboundHandlerAdapter());
        ClosingHandshake.install(channel);
    }

    @Test
    void keepsTheConnectionUntilThePeerHasSaidGoodbyeToo() {
        var _ = close();
        TextWebSocketFrame late = new TextWebSocketFrame("a send under way");
        channel.writeInbound(late);
        assertThat(channel.isOpen()).isTrue();
        assertThat(late.refCnt()).isZero();

        CloseWebSocketFrame answer = new CloseWebSocketFrame(1012, "");
        channel.writeInbound(answer);

        assertThat(channel.isOpen()).isFalse();
        assertThat(answer.refCnt()).isZero();
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(channel.<CloseWebSocketFrame>readOutbound().statusCode()).isEqualTo(1012);
    }

    @Test
    void changesNothingBeforeTheCloseFrameIsWritten() {
        channel.writeInbound(new TextWebSocketFrame("one"));
        channel.writeOutbound(Unpooled.EMPTY_BUFFER);

        assertThat(channel.<TextWebSocketFrame>readInbound().text()).isEqualTo("one");
    }

    @Test
    void endsWhenThePeerIsGone() {
        ChannelFuture closing = close();

        var _ = channel.close();

        assertThat(closing.isDone()).isTrue();
        assertThat(closing.isSuccess()).isFalse();
    }

    /** As Reactor Netty does. */
    private ChannelFuture close() {
        ChannelFuture closing = channel.writeAndFlush(new CloseWebSocketFrame(1012, "leaving"));
        return closing.addListener(ChannelFutureListener.CLOSE);
    }
}

package dev.roomlog.gateway.error;

import dev.roomlog.events.RefusalCode;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Answers requests that are refused before Spring sees them (too long a line or header, no HTTP, no
 * URI), which Reactor Netty would answer with an empty body and other codes. One per connection;
 * the connection is closed afterwards, because what follows cannot be told apart.
 */
final class UnreadableRequestHandler extends ChannelInboundHandlerAdapter {

    static final String NAME = "roomlog.unreadableRequest";

    private final Problems problems;
    private boolean refused;

    UnreadableRequestHandler(Problems problems) {
        this.problems = problems;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpRequest request) {
            Refusal refusal = refusalFor(request);
            if (refusal == null) {
                ctx.fireChannelRead(message);
            } else {
                refused = true;
                answer(ctx, request, refusal);
                ReferenceCountUtil.release(message);
            }
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private static @Nullable Refusal refusalFor(HttpRequest request) {
        DecoderResult decoding = request.decoderResult();
        if (decoding.isFailure()) {
            return switch (decoding.cause()) {
                case TooLongHttpLineException _ ->
                        Refusal.of(RefusalCode.TOO_LARGE, "The address is too long.");
                case TooLongHttpHeaderException _ ->
                        Refusal.of(RefusalCode.TOO_LARGE, "The headers are too large.");
                default -> Refusal.of(RefusalCode.INVALID_REQUEST, "This is not valid HTTP.");
            };
        }
        try {
            URI _ = new URI(request.uri());
            return null;
        } catch (URISyntaxException e) {
            // The sender learns all there is to learn; e would only repeat the address.
            return Refusal.of(RefusalCode.INVALID_REQUEST, "The address is not a valid URI.");
        }
    }

    private void answer(ChannelHandlerContext ctx, HttpRequest request, Refusal refusal) {
        TraceParent trace =
                TraceParent.parse(request.headers().get(TraceParent.NAME))
                        .orElseGet(TraceParent::begin);
        byte[] body = problems.body(refusal, trace.traceId());
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(refusal.status()),
                        Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set("X-Content-Type-Options", "nosniff")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        var _ = ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}

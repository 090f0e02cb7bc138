package dev.roomlog.gateway.error;

import dev.roomlog.events.RefusalCode;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.nio.channels.ClosedChannelException;

/**
 * Answers requests that are refused before Spring sees them, or whose body turns out to be no HTTP,
 * which Reactor Netty would answer with an empty body and other codes. One per connection; the
 * connection is closed afterwards, because what follows cannot be told apart. Requests that came
 * before on the same connection are answered first.
 */
final class UnreadableRequestHandler extends ChannelDuplexHandler {

    private final Problems problems;
    private final HeadTimeout head;

    private int unanswered;
    private boolean answering;
    private @Nullable String trace;
    private @Nullable Refusal refusal;
    private boolean tooLateToSay;
    private boolean said;

    UnreadableRequestHandler(Problems problems, HeadTimeout head) {
        this.problems = problems;
        this.head = head;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (refusal == null && message instanceof HttpObject part) {
            read(ctx, part);
        }
        if (refusal == null) {
            ctx.fireChannelRead(message);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(ChannelHandlerContext ctx, HttpObject part) {
        if (part instanceof HttpRequest request) {
            head.headRead();
            trace = request.headers().get(TraceParent.NAME);
            Refusal refused = RequestHead.refusalFor(request);
            if (refused == null) {
                unanswered++;
            } else {
                refuse(ctx, refused);
            }
        } else if (part.decoderResult().isFailure()) {
            refuseBody(ctx);
        }
        if (part instanceof LastHttpContent) {
            head.requestRead();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof HeadTimeout.Expired expired)) {
            ctx.fireUserEventTriggered(event);
        } else if (!expired.begun()) {
            var _ = ctx.close();
        } else if (refusal == null) {
            trace = null;
            refuse(ctx, invalid("The request's head did not come in time."));
        }
    }

    private static Refusal invalid(String detail) {
        return Refusal.of(RefusalCode.INVALID_REQUEST, detail);
    }

    /** Of the last request that was passed on. */
    private void refuseBody(ChannelHandlerContext ctx) {
        if (unanswered == 1 && !answering) {
            unanswered = 0;
        } else {
            tooLateToSay = true;
        }
        refuse(ctx, invalid("The body is not valid HTTP."));
    }

    private void refuse(ChannelHandlerContext ctx, Refusal reason) {
        refusal = reason;
        if (unanswered == 0) {
            say(ctx, reason);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (said) {
            // An answer to the request whose body broke off.
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
            return;
        }
        if (message instanceof HttpResponse response
                && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            answering = true;
        }
        var _ = ctx.write(message, promise);
        if (message instanceof LastHttpContent && answering) {
            answering = false;
            unanswered--;
            if (unanswered == 0 && refusal != null) {
                say(ctx, refusal);
            }
        }
    }

    private void say(ChannelHandlerContext ctx, Refusal reason) {
        said = true;
        if (tooLateToSay) {
            var _ =
                    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
                            .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        byte[] body =
                problems.body(
                        reason, TraceParent.parse(trace).orElseGet(TraceParent::begin).traceId());
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(reason.status()),
                        Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set("X-Content-Type-Options", "nosniff")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        var _ = ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}

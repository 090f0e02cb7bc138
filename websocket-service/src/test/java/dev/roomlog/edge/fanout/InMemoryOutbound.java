package dev.roomlog.edge.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.edge.stomp.StompDecoder;
import dev.roomlog.edge.stomp.StompFrame;
import dev.roomlog.edge.stomp.StompLimits;
import dev.roomlog.edge.stomp.StompVersion;
import dev.roomlog.edge.subscription.Outbound;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps what a client would have been sent. */
final class InMemoryOutbound implements Outbound {

    final List<StompFrame> frames = new CopyOnWriteArrayList<>();
    final List<String> closed = new ArrayList<>();
    int flushes;

    /** Else what was sent arrives when it is told to. */
    boolean reads = true;

    private final List<Consumer<Boolean>> unread = new ArrayList<>();
    private final EventExecutor executor;
    private boolean written;

    InMemoryOutbound(EventExecutor executor) {
        this.executor = executor;
    }

    @Override
    public EventExecutor executor() {
        return executor;
    }

    @Override
    public void write(ByteBuf message) {
        assertThat(executor.inEventLoop()).isTrue();
        written = true;
        frames.add(frameIn(message));
        message.release();
    }

    private static StompFrame frameIn(ByteBuf message) {
        assertThat(message.readByte()).isEqualTo((byte) 0x81);
        int length = message.readUnsignedByte();
        if (length == 126) {
            length = message.readUnsignedShort();
        }
        assertThat(message.readableBytes()).isEqualTo(length);
        var limits = new StompLimits(65_536, 64, 1_024);
        var decoding = StompDecoder.ofServer(limits, StompVersion.V1_2).decode(message);
        assertThat(decoding.frames()).hasSize(1);
        return decoding.frames().getFirst();
    }

    @Override
    public void flush() {
        if (written) {
            flushes++;
            written = false;
        }
    }

    @Override
    public void whenFlushed(Consumer<Boolean> action) {
        if (reads) {
            action.accept(true);
        } else {
            unread.add(action);
        }
    }

    /** What was sent so far arrives. */
    void readOn() {
        List<Consumer<Boolean>> arrived = List.copyOf(unread);
        unread.clear();
        arrived.forEach(action -> action.accept(true));
    }

    boolean waits() {
        return !unread.isEmpty();
    }

    @Override
    public void tooSlow() {
        closed.add("too-slow");
    }

    @Override
    public void send(StompFrame frame, StompVersion version) {
        executor.execute(() -> frames.add(frame));
    }

    @Override
    public void close(int code, String reason) {
        closed.add(reason);
    }
}

package dev.roomlog.edge.subscription;

import dev.roomlog.edge.stomp.StompFrame;
import dev.roomlog.edge.stomp.StompVersion;
import dev.roomlog.events.RefusalCode;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;

import java.util.function.Consumer;

/**
 * The way to one client. What is given to it, from whatever thread, arrives in the order given, or
 * not at all once the connection is closing. Bounded in bytes: a client that does not read is told
 * so and closed, and delays nobody.
 */
public interface Outbound {

    /** The one thread that writes to this connection; shared by many. */
    EventExecutor executor();

    /**
     * Writes a whole server text message, WebSocket header included, without flushing. Only on
     * {@link #executor}; takes the buffer over.
     */
    void write(ByteBuf message);

    /** Flushes if anything was written since the last flush. Only on {@link #executor}. */
    void flush();

    /**
     * Runs an action on {@link #executor} once all that was flushed before has left for the
     * network: with true, or with false when it never will. Only on {@link #executor}.
     */
    void whenFlushed(Consumer<Boolean> action);

    /** Tells the client that it does not read fast enough, and closes. Any thread. */
    void tooSlow();

    /** Writes and flushes one frame. Any thread. */
    void send(StompFrame frame, StompVersion version);

    /**
     * Closes with a WebSocket close code after all that was given before. Any thread; the first
     * call counts.
     */
    void close(int code, String reason);

    /** Ends the connection with ERROR and the code's close code. Any thread. */
    default void refuseAndClose(RefusalCode code, StompFrame error, StompVersion version) {
        send(error, version);
        close(code.closeCode().orElse(1011), code.code());
    }
}

package dev.roomlog.system;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.ConnectionLostException;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.messaging.WebSocketStompClient;

import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Spring's client as docs/clients.md shows it. */
@SuppressWarnings("FutureReturnValueIgnored")
final class RoomFollower extends StompSessionHandlerAdapter implements AutoCloseable {

    private final WebSocketStompClient client =
            new WebSocketStompClient(new StandardWebSocketClient());
    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final String url;
    private final Supplier<String> token;
    private final String room;
    private final BiConsumer<StompHeaders, @Nullable Object> handler;
    private volatile String last = "first";

    RoomFollower(
            String url,
            Supplier<String> token,
            String room,
            BiConsumer<StompHeaders, @Nullable Object> handler) {
        this.url = url;
        this.token = token;
        this.room = room;
        this.handler = handler;
        scheduler.initialize();
        client.setTaskScheduler(scheduler);
        connect();
    }

    void connect() {
        StompHeaders connect = new StompHeaders();
        connect.set("Authorization", "Bearer " + token.get());
        client.connectAsync(url, new WebSocketHttpHeaders(), connect, this)
                .whenComplete((_, failure) -> reconnectIf(failure != null));
    }

    @Override
    public void afterConnected(StompSession session, StompHeaders connected) {
        StompHeaders subscribe = new StompHeaders();
        subscribe.setDestination("/topic/rooms/" + room);
        subscribe.set("x-from", last);
        session.subscribe(subscribe, this);
    }

    @Override
    public Type getPayloadType(StompHeaders headers) {
        return byte[].class;
    }

    @Override
    public void handleFrame(StompHeaders event, @Nullable Object body) {
        handler.accept(event, body);
        last = Objects.requireNonNullElse(event.getFirst("x-position"), last);
    }

    @Override
    public void handleTransportError(StompSession session, Throwable failure) {
        reconnectIf(failure instanceof ConnectionLostException);
    }

    private void reconnectIf(boolean lost) {
        if (lost && waiting.compareAndSet(false, true)) {
            scheduler.schedule(this::reconnect, Instant.now().plusMillis(500));
        }
    }

    private void reconnect() {
        waiting.set(false);
        connect();
    }

    @Override
    public void close() {
        waiting.set(true);
        client.stop();
        scheduler.shutdown();
    }
}

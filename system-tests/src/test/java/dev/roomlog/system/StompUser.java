package dev.roomlog.system;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.converter.SimpleMessageConverter;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.messaging.WebSocketStompClient;

import tools.jackson.databind.json.JsonMapper;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A connected member, by Spring's own STOMP client, unmodified. */
final class StompUser implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int WAIT_SECONDS = 30;
    private static final AtomicLong RECEIPTS = new AtomicLong();

    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    private final CompletableFuture<StompSession> connected = new CompletableFuture<>();
    private final CompletableFuture<Map<String, String>> error = new CompletableFuture<>();
    private final CompletableFuture<Throwable> lost = new CompletableFuture<>();
    private final WebSocketStompClient client =
            new WebSocketStompClient(new StandardWebSocketClient());
    private final Map<String, CompletableFuture<String>> refusals = new ConcurrentHashMap<>();
    private final Inbox errors = new Inbox();

    private StompUser() {
        scheduler.initialize();
        client.setTaskScheduler(scheduler);
        client.setMessageConverter(new SimpleMessageConverter());
        client.setReceiptTimeLimit(TimeUnit.SECONDS.toMillis(WAIT_SECONDS));
        client.setDefaultHeartbeat(new long[] {10_000, 10_000});
    }

    static StompUser connect(String url, String token) {
        StompUser user = tryToConnect(url, token);
        user.session();
        return user;
    }

    /** May be refused: see {@link #error}. */
    static StompUser tryToConnect(String url, String token) {
        StompUser user = new StompUser();
        StompHeaders connect = new StompHeaders();
        connect.set("Authorization", "Bearer " + token);
        var _ =
                user.client
                        .connectAsync(url, new WebSocketHttpHeaders(), connect, user.new Handler())
                        .whenComplete((session, failure) -> {
                            if (failure != null) {
                                user.connected.completeExceptionally(failure);
                            }
                        });
        return user;
    }

    private final class Handler extends StompSessionHandlerAdapter {

        @Override
        public void afterConnected(StompSession session, StompHeaders headers) {
            connected.complete(session);
        }

        @Override
        public Type getPayloadType(StompHeaders headers) {
            return byte[].class;
        }

        /** ERROR frames come here. */
        @Override
        public void handleFrame(StompHeaders headers, @Nullable Object payload) {
            error.complete(headers.toSingleValueMap());
        }

        @Override
        public void handleException(
                StompSession session,
                @Nullable StompCommand command,
                StompHeaders headers,
                byte[] payload,
                Throwable exception) {
            lost.complete(exception);
        }

        @Override
        public void handleTransportError(StompSession session, Throwable exception) {
            lost.complete(exception);
        }
    }

    private StompSession session() {
        return await(connected.applyToEither(refused(), session -> session));
    }

    /** Fails when an ERROR frame comes, or the connection is lost. */
    private <T> CompletableFuture<T> refused() {
        CompletableFuture<T> ended = new CompletableFuture<>();
        var _ =
                error.thenAccept(headers ->
                        ended.completeExceptionally(new IllegalStateException("ERROR " + headers)));
        var _ = lost.thenAccept(ended::completeExceptionally);
        return ended;
    }

    /** Completes when the connection is lost. */
    CompletableFuture<Throwable> lost() {
        return lost;
    }

    /** What came on one subscription, in order. */
    static final class Inbox {
        private final BlockingQueue<Received> queue = new LinkedBlockingQueue<>();
        private final List<Received> all = new CopyOnWriteArrayList<>();

        Received next() {
            try {
                Received received = queue.poll(WAIT_SECONDS, TimeUnit.SECONDS);
                if (received == null) {
                    throw new AssertionError("nothing came; before: " + all);
                }
                return received;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        /** Skips others. */
        Received next(String event) {
            Received received = next();
            while (!received.event().equals(event)) {
                received = next();
            }
            return received;
        }

        /** The next event about a member, of this kind of change; skips others. */
        Received nextMember(String change, Member who) {
            Received received = next("member");
            while (!received.field("change").equals(change)
                    || !received.field("memberId").equals(who.id())) {
                received = next("member");
            }
            return received;
        }

        List<Received> posted() {
            return all.stream().filter(received -> received.event().equals("posted")).toList();
        }

        List<Received> all() {
            return List.copyOf(all);
        }
    }

    /** Returns once the server confirmed the subscription. */
    Inbox subscribe(String room) {
        return subscribe(room, null);
    }

    Inbox subscribe(String room, @Nullable String from) {
        return subscribeTo("/topic/rooms/" + room, from);
    }

    Inbox subscribeTo(String destination, @Nullable String from) {
        Inbox inbox = new Inbox();
        subscribeTo(destination, from, inbox);
        return inbox;
    }

    /** What comes before the confirmation, or without one, is in the inbox too. */
    void subscribeTo(String destination, @Nullable String from, Inbox inbox) {
        CompletableFuture<Void> confirmed = new CompletableFuture<>();
        begin(destination, from, inbox, confirmed);
        await(CompletableFuture.anyOf(confirmed, refused()));
    }

    /** For a subscription that is expected to be refused. */
    Inbox trySubscribe(String room) {
        Inbox inbox = new Inbox();
        begin("/topic/rooms/" + room, null, inbox, new CompletableFuture<>());
        return inbox;
    }

    Inbox notifications() {
        return subscribeTo("/user/queue/notifications", null);
    }

    /** From now on refusals come as messages, and the connection outlives them. */
    StompUser hearingRefusals() {
        CompletableFuture<Void> confirmed = new CompletableFuture<>();
        begin("/user/queue/errors", null, errors, confirmed);
        await(confirmed);
        return this;
    }

    /** Where a subscription begins, and the code it is refused with, if it is. */
    record Asked(Inbox inbox, CompletableFuture<Optional<String>> refusal) {}

    /** Of somebody {@linkplain #hearingRefusals() hearing refusals}. */
    Asked askToSubscribe(String room) {
        Inbox inbox = new Inbox();
        CompletableFuture<Void> confirmed = new CompletableFuture<>();
        String receipt = begin("/topic/rooms/" + room, null, inbox, confirmed);
        return new Asked(
                inbox,
                confirmed
                        .<Optional<String>>thenApply(_ -> Optional.empty())
                        .applyToEither(
                                refusalOf(receipt).thenApply(Optional::of), outcome -> outcome));
    }

    Optional<String> refusalOfSubscribe(String room) {
        return await(askToSubscribe(room).refusal());
    }

    /** The code a message is refused with; empty when it is durable. */
    Optional<String> refusalOfSend(String room, String text) {
        try {
            sendAndAwait(room, text);
            return Optional.empty();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RefusedException refused) {
                return Optional.of(refused.code());
            }
            throw e;
        }
    }

    /** A refusal on the errors queue. */
    static final class RefusedException extends RuntimeException {

        private final String code;

        RefusedException(String code) {
            super(code);
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    private CompletableFuture<String> refusalOf(String receipt) {
        return refusals.computeIfAbsent(receipt, _ -> new CompletableFuture<>());
    }

    /** Returns the receipt's ID. */
    private String begin(
            String destination,
            @Nullable String from,
            Inbox inbox,
            CompletableFuture<Void> confirmed) {
        StompHeaders headers = new StompHeaders();
        String receipt = "sub-" + RECEIPTS.incrementAndGet();
        headers.setDestination(destination);
        headers.setReceipt(receipt);
        if (from != null) {
            headers.set("x-from", from);
        }
        session()
                .subscribe(headers, new InboxHandler(inbox, this::heard))
                .addReceiptTask(() -> confirmed.complete(null));
        return receipt;
    }

    private void heard(Received received) {
        if (received.event().equals("refused")) {
            refusalOf(received.field("receiptId")).complete(received.field("code"));
        }
    }

    private record InboxHandler(Inbox inbox, Consumer<Received> listener)
            implements StompFrameHandler {
        @Override
        public Type getPayloadType(StompHeaders headers) {
            return byte[].class;
        }

        @Override
        public void handleFrame(StompHeaders headers, @Nullable Object payload) {
            byte[] body = payload == null ? new byte[0] : (byte[]) payload;
            String position = headers.getFirst("x-position");
            Received received =
                    new Received(
                            String.valueOf(headers.getFirst("x-event")),
                            String.valueOf(headers.getFirst("message-id")),
                            position == null ? -1 : Long.parseLong(position),
                            JSON.readTree(new String(body, StandardCharsets.UTF_8)),
                            System.nanoTime());
            inbox.all.add(received);
            inbox.queue.add(received);
            listener.accept(received);
        }
    }

    /** A RECEIPT for a SEND: durable. */
    record Receipt(String messageId, long position) {}

    /** Completes with the RECEIPT; fails when none came or the connection was lost. */
    CompletableFuture<Receipt> send(String room, String text, @Nullable String clientMessageId) {
        return post(room, "text/plain", text, clientMessageId);
    }

    Receipt sendMentioning(String room, String text, Member mentioned) {
        String json = "{\"text\":\"%s\",\"mentions\":[\"%s\"]}".formatted(text, mentioned.id());
        return await(post(room, "application/json", json, null));
    }

    /** Says how far the member has read, and waits until that is durable. */
    void markRead(String room, long position) {
        StompHeaders headers = new StompHeaders();
        headers.setDestination("/app/rooms/" + room + "/read");
        headers.setReceipt("read-" + RECEIPTS.incrementAndGet());
        CompletableFuture<Void> durable = new CompletableFuture<>();
        byte[] body = ("{\"position\":" + position + "}").getBytes(StandardCharsets.UTF_8);
        session().send(headers, body).addReceiptTask(() -> durable.complete(null));
        await(CompletableFuture.anyOf(durable, refused()));
    }

    private CompletableFuture<Receipt> post(
            String room, String contentType, String text, @Nullable String clientMessageId) {
        StompHeaders headers = new StompHeaders();
        headers.setDestination("/app/rooms/" + room);
        headers.set("content-type", contentType);
        String receiptId = "send-" + RECEIPTS.incrementAndGet();
        headers.setReceipt(receiptId);
        if (clientMessageId != null) {
            headers.set("x-client-message-id", clientMessageId);
        }
        CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        try {
            StompSession.Receiptable sent =
                    session().send(headers, text.getBytes(StandardCharsets.UTF_8));
            sent.addReceiptTask(answer ->
                    receipt.complete(
                            new Receipt(
                                    String.valueOf(answer.getFirst("message-id")),
                                    Long.parseLong(
                                            String.valueOf(answer.getFirst("x-position"))))));
            sent.addReceiptLostTask(
                    () -> receipt.completeExceptionally(new IllegalStateException("no receipt")));
        } catch (MessagingException | IllegalStateException e) {
            receipt.completeExceptionally(e);
        }
        var _ =
                refusalOf(receiptId)
                        .thenAccept(
                                code -> receipt.completeExceptionally(new RefusedException(code)));
        var _ = lost.thenAccept(receipt::completeExceptionally);
        var _ =
                error.thenAccept(headersOfError ->
                        receipt.completeExceptionally(
                                new IllegalStateException("ERROR " + headersOfError)));
        return receipt;
    }

    Receipt sendAndAwait(String room, String text) {
        return await(send(room, text, null));
    }

    /** The headers of the ERROR frame that ended this connection. */
    Map<String, String> error() {
        return await(error);
    }

    /** {@code accepted}, or the code of the ERROR frame that came instead. */
    String admission() {
        return await(
                connected
                        .thenApply(_ -> "accepted")
                        .applyToEither(
                                error.thenApply(headers -> headers.getOrDefault("message", "")),
                                answer -> answer));
    }

    boolean isConnected() {
        return connected.isDone()
                && !connected.isCompletedExceptionally()
                && session().isConnected();
    }

    static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        try {
            if (isConnected()) {
                session().disconnect();
            }
        } catch (MessagingException | IllegalStateException e) {
            // The server closed a moment earlier: the end is the same.
            lost.complete(e);
        }
        client.stop();
        scheduler.shutdown();
    }
}

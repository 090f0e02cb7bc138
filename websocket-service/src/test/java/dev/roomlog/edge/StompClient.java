package dev.roomlog.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A STOMP client that shares no code with the edge. */
final class StompClient implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long PATIENCE_SECONDS = 15;

    final WebSocketPeer peer;

    /** A frame as it came. */
    record Received(String command, Map<String, String> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        Position position() {
            return Position.parse(header("x-position")).orElseThrow();
        }

        JsonNode json() {
            return JSON.readTree(body);
        }
    }

    private StompClient(WebSocketPeer peer) {
        this.peer = peer;
    }

    /** Upgraded, and not connected yet. */
    static StompClient open(int port) throws IOException {
        return new StompClient(WebSocketPeer.connect(port));
    }

    static StompClient connect(int port, String token, String... headers) throws IOException {
        StompClient client = open(port);
        client.askToConnect(token, headers);
        client.next("CONNECTED");
        return client;
    }

    /** Connected as far as it can tell: it takes nothing of what comes until its peer reads. */
    static StompClient connectWithoutReading(int port, String token) throws IOException {
        StompClient client = new StompClient(WebSocketPeer.connectWithoutReading(port));
        client.askToConnect(token);
        return client;
    }

    private void askToConnect(String token, String... headers) throws IOException {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("accept-version:1.2");
        all.add("host:x");
        all.add("Authorization:Bearer " + token);
        send("CONNECT", "", all.toArray(String[]::new));
    }

    void send(String command, String body, String... headers) throws IOException {
        StringBuilder frame = new StringBuilder(command).append('\n');
        for (String header : headers) {
            frame.append(header).append('\n');
        }
        peer.text(frame.append('\n').append(body).append('\0').toString());
    }

    /** Sends a text and waits for its receipt. */
    Received post(RoomId room, String text, String... headers) throws IOException {
        sendTo(room, text, headers);
        return next("RECEIPT");
    }

    void sendTo(RoomId room, String text, String... headers) throws IOException {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("destination:/app/rooms/" + room);
        all.add("receipt:" + UUID.randomUUID());
        send("SEND", text, all.toArray(String[]::new));
    }

    /**
     * @return what came before the receipt, the room's state first
     */
    List<Received> subscribe(RoomId room, String... headers) throws IOException {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("id:room");
        all.add("destination:/topic/rooms/" + room);
        all.add("receipt:subscribed");
        send("SUBSCRIBE", "", all.toArray(String[]::new));
        List<Received> events = new ArrayList<>();
        Received frame = nextFrame();
        while (!frame.command.equals("RECEIPT")) {
            assertThat(frame.command).as("%s", frame).isEqualTo("MESSAGE");
            events.add(frame);
            frame = nextFrame();
        }
        assertThat(events.getFirst().header("x-event")).isEqualTo("room");
        return events;
    }

    /**
     * Comes back with the last position it has.
     *
     * @return the next {@code count} messages; those that this edge had not read yet when it
     *     confirmed the subscription come after the receipt
     */
    List<Received> resume(RoomId room, Position after, int count) throws IOException {
        List<Received> events = subscribe(room, "x-from:" + after);
        List<Received> posted = new ArrayList<>(events.subList(1, events.size()));
        while (posted.size() < count) {
            posted.add(nextFrame());
        }
        assertThat(posted).allMatch(event -> event.header("x-event").equals("posted"));
        return posted;
    }

    void subscribeToErrors() throws IOException {
        send("SUBSCRIBE", "", "id:errors", "destination:/user/queue/errors", "receipt:r");
        next("RECEIPT");
    }

    Received next(String command) {
        Received frame = nextFrame();
        assertThat(frame.command).as("%s", frame).isEqualTo(command);
        return frame;
    }

    /** The next MESSAGE, which must be this event. */
    Received nextEvent(String name) {
        Received frame = next("MESSAGE");
        assertThat(frame.header("x-event")).as("%s", frame).isEqualTo(name);
        return frame;
    }

    /**
     * The next frame but those that say that somebody came in: the members of a room made a moment
     * ago become known one after the other.
     */
    Received nextFrame() {
        Received frame = parse(nextMessageButBeats());
        while (frame.header("x-event").equals("member")
                && frame.json().get("change").stringValue().equals("added")) {
            frame = parse(nextMessageButBeats());
        }
        return frame;
    }

    Received nextFrameOfAnyKind() {
        return parse(nextMessageButBeats());
    }

    private String nextMessageButBeats() {
        String message = nextMessage();
        while (message.equals("\n")) {
            message = nextMessage();
        }
        return message;
    }

    /** The next WebSocket message, heart-beats included. */
    String nextMessage() {
        try {
            String message = peer.messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(message).as("came in time; closed: %s", peer.closed).isNotNull();
            return message;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Received parse(String message) {
        assertThat(message).endsWith("\0");
        int blank = message.indexOf("\n\n");
        String[] head = message.substring(0, blank).split("\n", -1);
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < head.length; i++) {
            int colon = head[i].indexOf(':');
            headers.put(
                    head[i].substring(0, colon), head[i].substring(colon + 1).replace("\\c", ":"));
        }
        return new Received(head[0], headers, message.substring(blank + 2, message.length() - 1));
    }

    /** Of all receipts that came and were not asked for before. */
    List<Position> receipts() {
        return peer.messages.stream()
                .filter(message -> message.startsWith("RECEIPT"))
                .map(message -> parse(message).position())
                .toList();
    }

    /** ERROR with that code, then the close code, and nothing else. */
    Received assertRefusedAndClosed(String code, int closeCode) {
        Received error = next("ERROR");
        assertThat(error.header("message")).as("%s", error).isEqualTo(code);
        assertClosed(closeCode);
        return error;
    }

    void assertClosed(int closeCode) {
        assertThat(peer.closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join())
                .isEqualTo(closeCode);
        assertThat(peer.messages).allMatch(message -> message.equals("\n"));
    }

    @Override
    public void close() throws IOException {
        peer.close();
    }
}

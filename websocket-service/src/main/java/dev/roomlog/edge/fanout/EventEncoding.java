package dev.roomlog.edge.fanout;

import dev.roomlog.edge.stomp.StompEncoder;
import dev.roomlog.edge.subscription.Destination;
import dev.roomlog.edge.subscription.ServerTextMessage;
import dev.roomlog.edge.subscription.Subscription;

import io.netty.buffer.ByteBuf;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * One event's bytes, made once for each of the few distinct subscription IDs: a STOMP MESSAGE in a
 * WebSocket message, ready for the socket. Close it when it was handed out.
 */
final class EventEncoding implements AutoCloseable {

    private final byte[] rest;
    private final Map<String, ByteBuf> bySubscription = new HashMap<>(2);

    EventEncoding(RoomEvent event) {
        StringBuilder headers = new StringBuilder(192);
        headers.append("\ndestination:").append(Destination.ofRoom(event.room()));
        headers.append("\nmessage-id:").append(event.messageId());
        headers.append("\ncontent-type:application/json\nx-event:").append(event.name());
        if (event.position() != null) {
            headers.append("\nx-position:").append(event.position());
        }
        headers.append("\ncontent-length:").append(event.json().length).append("\n\n");
        byte[] ascii = headers.toString().getBytes(StandardCharsets.US_ASCII);
        rest = new byte[ascii.length + event.json().length + 1];
        System.arraycopy(ascii, 0, rest, 0, ascii.length);
        System.arraycopy(event.json(), 0, rest, ascii.length, event.json().length);
    }

    /** The caller owns what it gets. */
    ByteBuf messageFor(Subscription subscription) {
        String id = StompEncoder.headerValue(subscription.id(), subscription.version());
        return bySubscription.computeIfAbsent(id, this::encode).retainedDuplicate();
    }

    private ByteBuf encode(String subscriptionId) {
        byte[] head = ("MESSAGE\nsubscription:" + subscriptionId).getBytes(StandardCharsets.UTF_8);
        return ServerTextMessage.of(head, rest);
    }

    @Override
    public void close() {
        bySubscription.values().forEach(ByteBuf::release);
        bySubscription.clear();
    }
}

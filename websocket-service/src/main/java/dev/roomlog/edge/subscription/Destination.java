package dev.roomlog.edge.subscription;

import dev.roomlog.events.RoomId;

import java.util.Optional;

/** Every destination there is, as the contract names them. */
public sealed interface Destination {

    String NOTIFICATIONS = "/user/queue/notifications";
    String ERRORS = "/user/queue/errors";
    String SESSION = "/app/session";
    String ROOM_TOPIC = "/topic/rooms/";
    String ROOM_APP = "/app/rooms/";
    String READ = "/read";

    /** SUBSCRIBE: a room's events. */
    record RoomEvents(RoomId room) implements Destination {}

    /** SUBSCRIBE: what concerns the member, wherever it is connected. */
    record OwnNotifications() implements Destination {}

    /** SUBSCRIBE: refusals as messages. */
    record OwnErrors() implements Destination {}

    /** SEND: post into a room. */
    record RoomPosts(RoomId room) implements Destination {}

    /** SEND: say how far the member has read. */
    record RoomReads(RoomId room) implements Destination {}

    /** SEND: renew the session's token. */
    record Session() implements Destination {}

    /** Empty for anything that cannot be subscribed to. */
    static Optional<Destination> toSubscribe(String text) {
        return switch (text) {
            case NOTIFICATIONS -> Optional.of(new OwnNotifications());
            case ERRORS -> Optional.of(new OwnErrors());
            default ->
                    text.startsWith(ROOM_TOPIC)
                            ? RoomId.parse(text.substring(ROOM_TOPIC.length())).map(RoomEvents::new)
                            : Optional.empty();
        };
    }

    /** Empty for anything that nothing can be sent to. */
    static Optional<Destination> toSend(String text) {
        if (text.equals(SESSION)) {
            return Optional.of(new Session());
        }
        if (!text.startsWith(ROOM_APP)) {
            return Optional.empty();
        }
        String rest = text.substring(ROOM_APP.length());
        return rest.endsWith(READ)
                ? RoomId.parse(rest.substring(0, rest.length() - READ.length())).map(RoomReads::new)
                : RoomId.parse(rest).map(RoomPosts::new);
    }

    static String ofRoom(RoomId room) {
        return ROOM_TOPIC + room;
    }
}

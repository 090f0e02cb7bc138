package dev.roomlog.events;

import java.util.Map;

/**
 * A topic of the contract.
 *
 * @param name its name on the broker
 * @param keyed whether a key names a room or a member of a room
 * @param owner the one service that creates it; others wait for it
 * @param config broker settings of the topic, beyond those that every topic has
 */
public record Topic(String name, Keyed keyed, Owner owner, Map<String, String> config) {

    /** What one record of the topic is about. */
    public enum Keyed {
        BY_ROOM,
        BY_MEMBERSHIP
    }

    /** A service that creates topics. */
    public enum Owner {
        ROOM_SERVICE,
        MESSAGE_SERVICE,
        WEBSOCKET_SERVICE
    }

    public Topic {
        config = Map.copyOf(config);
    }

    boolean takes(RoomKey key) {
        return (key.member() != null) == (keyed == Keyed.BY_MEMBERSHIP);
    }
}

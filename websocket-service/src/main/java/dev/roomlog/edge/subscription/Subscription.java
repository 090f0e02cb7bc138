package dev.roomlog.edge.subscription;

import dev.roomlog.edge.stomp.StompVersion;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;

/**
 * One live SUBSCRIBE to a room: whom to send what under which subscription ID. Compared by
 * identity: a client may end a subscription and begin another under the same ID while the first is
 * still being taken down.
 */
public final class Subscription {

    private final Outbound outbound;
    private final String id;
    private final StompVersion version;
    private final RoomId room;
    private final MemberId member;

    public Subscription(
            Outbound outbound, String id, StompVersion version, RoomId room, MemberId member) {
        this.outbound = outbound;
        this.id = id;
        this.version = version;
        this.room = room;
        this.member = member;
    }

    public Outbound outbound() {
        return outbound;
    }

    /** The client's {@code id} header. */
    public String id() {
        return id;
    }

    public StompVersion version() {
        return version;
    }

    public RoomId room() {
        return room;
    }

    public MemberId member() {
        return member;
    }
}

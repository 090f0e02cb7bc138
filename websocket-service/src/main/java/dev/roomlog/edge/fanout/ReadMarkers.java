package dev.roomlog.edge.fanout;

import dev.roomlog.edge.subscription.Subscription;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far members were last said to have read, in the rooms of one partition that somebody here
 * subscribes to. Confined to the feed's thread.
 */
final class ReadMarkers {

    /**
     * As many as are told of everybody's markers. In a large room each of its members would be told
     * of each other's: what everybody reads would go out as often as there are members squared.
     */
    static final int CROWD = 100;

    private final Map<RoomId, Map<MemberId, Position>> rooms = new HashMap<>();

    /**
     * Whether somebody has to be told.
     *
     * @param isWatched somebody subscribes to the room; where nobody does, it is forgotten
     */
    boolean moves(RoomId room, MemberId member, Position position, boolean isWatched) {
        if (!isWatched) {
            rooms.remove(room);
            return false;
        }
        Map<MemberId, Position> furthest = rooms.computeIfAbsent(room, _ -> new HashMap<>());
        Position before = furthest.get(member);
        if (before != null && !position.isAfter(before)) {
            return false;
        }
        furthest.put(member, position);
        return true;
    }

    /** Of a room's subscribers those who are told of a member's marker. */
    static List<Subscription> told(MemberId member, List<Subscription> subscribers) {
        return subscribers.size() <= CROWD
                ? subscribers
                : subscribers.stream().filter(each -> each.member().equals(member)).toList();
    }
}

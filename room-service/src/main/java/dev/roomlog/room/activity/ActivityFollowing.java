package dev.roomlog.room.activity;

import dev.roomlog.events.RoomId;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Keeps each room's last message, a batch of events at a time. */
public final class ActivityFollowing {

    private final LastMessages lastMessages;

    public ActivityFollowing(LastMessages lastMessages) {
        this.lastMessages = lastMessages;
    }

    /**
     * @param events a room's in the order of its log; may be repeated, and cut otherwise
     */
    public void apply(List<RoomLogEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        Map<RoomId, LastMessage> known =
                lastMessages.of(
                        events.stream().map(RoomLogEvent::room).collect(Collectors.toSet()));
        // In one order everywhere: two who apply at once do not wait for each other in a circle.
        Map<RoomId, LastMessage> now = new TreeMap<>();
        Set<RoomId> ended = new TreeSet<>();
        for (RoomLogEvent event : events) {
            RoomId room = event.room();
            if (event instanceof RoomLogEvent.RoomDeleted) {
                ended.add(room);
            }
            LastMessage.after(now.getOrDefault(room, known.get(room)), event)
                    .ifPresent(changed -> now.put(room, changed));
        }
        now.keySet().removeAll(ended);
        if (!now.isEmpty() || !ended.isEmpty()) {
            lastMessages.change(now.values(), ended);
        }
    }
}

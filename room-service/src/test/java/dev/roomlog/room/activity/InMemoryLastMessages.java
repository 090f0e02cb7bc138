package dev.roomlog.room.activity;

import dev.roomlog.events.RoomId;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Rooms are there until they ended. */
public final class InMemoryLastMessages implements LastMessages {

    private final Map<RoomId, LastMessage> all = new HashMap<>();
    private final Set<RoomId> gone = new HashSet<>();

    @Override
    public synchronized Map<RoomId, LastMessage> of(Set<RoomId> rooms) {
        return all.entrySet().stream()
                .filter(each -> rooms.contains(each.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public synchronized void change(Collection<LastMessage> changed, Set<RoomId> ended) {
        gone.addAll(ended);
        all.keySet().removeAll(ended);
        for (LastMessage each : changed) {
            if (!gone.contains(each.room())) {
                all.merge(
                        each.room(),
                        each,
                        (old, late) -> late.lastChange().isAfter(old.lastChange()) ? late : old);
            }
        }
    }

    public synchronized Map<RoomId, LastMessage> all() {
        return Map.copyOf(all);
    }
}

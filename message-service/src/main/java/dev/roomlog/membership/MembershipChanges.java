package dev.roomlog.membership;

import dev.roomlog.events.RoomId;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import java.time.Duration;

/**
 * Tells who waits here that a room's part of the projection moved. Best effort: a listener that is
 * busy misses it, and what another instance applied is not told; who waits also looks again now and
 * then.
 */
public final class MembershipChanges {

    private final Sinks.Many<RoomId> changes = Sinks.many().multicast().directBestEffort();

    public void changed(RoomId room) {
        // Partitions are applied side by side, and a sink takes one signal at a time.
        changes.emitNext(room, Sinks.EmitFailureHandler.busyLooping(Duration.ofMillis(100)));
    }

    Flux<RoomId> of(RoomId room) {
        return changes.asFlux().filter(room::equals);
    }
}

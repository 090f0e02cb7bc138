package dev.roomlog.unread;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;

/**
 * What is counted of each room, and of each member in it. {@code TalliesContract}, in the tests, is
 * what every implementation keeps.
 */
public interface Tallies {

    /**
     * What a batch comes to.
     *
     * @param <T> a tally
     * @param from how far the log was counted in before: it is stored only where that is still so
     */
    record Moved<T>(Position from, T to) {}

    /** Moves markers forward, never back. May be repeated. */
    Mono<Void> advance(Collection<ReadMarker> markers);

    /**
     * Fails where somebody else has stored something since a tally was read; then some may be
     * stored and some not, and the whole batch has to be counted again. Markers stay as they are.
     */
    Mono<Void> store(List<Moved<RoomTally>> rooms, List<Moved<MemberTally>> members);

    /** Of a deleted room nothing is counted any more. */
    Mono<Void> drop(RoomId room);

    /** Those there are, in any order. */
    Flux<RoomTally> rooms(Collection<RoomId> rooms);

    /** Those there are, in any order. */
    Flux<MemberTally> members(Collection<RoomKey> keys);

    /** Those that have a mention at any of the positions. */
    Flux<MemberTally> mentionedAt(RoomId room, Collection<Position> positions);

    /** Those that have a mention in the room. */
    Flux<MemberTally> mentionedIn(RoomId room);
}

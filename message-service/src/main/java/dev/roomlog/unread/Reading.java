package dev.roomlog.unread;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;
import dev.roomlog.membership.KnownRoom;
import dev.roomlog.membership.Membership;
import dev.roomlog.membership.Memberships;
import dev.roomlog.membership.RoomAccess;
import dev.roomlog.message.AppliedPositions;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What members have to read, and how they say what they have read. */
public final class Reading {

    private final Tallies tallies;
    private final ReadMarkers markers;
    private final AppliedPositions applied;
    private final Memberships memberships;
    private final RoomAccess access;

    public Reading(
            Tallies tallies,
            ReadMarkers markers,
            AppliedPositions applied,
            Memberships memberships,
            RoomAccess access) {
        this.tallies = tallies;
        this.markers = markers;
        this.applied = applied;
        this.memberships = memberships;
        this.access = access;
    }

    /**
     * Moves a marker forward and tells what is left. A position beyond the log's end counts as the
     * end: what comes later is unread. One at or before the marker changes nothing.
     *
     * @param tokenIssuedAt of the token the member comes with
     */
    public Mono<ReadingAnswer> read(
            RoomId room, MemberId member, Instant tokenIssuedAt, Position position) {
        RoomKey key = RoomKey.of(room, member);
        return access.of(room, member, tokenIssuedAt)
                .flatMap(granted ->
                        switch (granted) {
                            case GRANTED ->
                                    withinLog(room, position)
                                            .flatMap(upTo -> moveForward(new ReadMarker(key, upTo)))
                                            .then(answer(List.of(key), null))
                                            .map(Reading::orGone);
                            case NOT_A_MEMBER -> refused(RefusalCode.NOT_A_MEMBER);
                            case HIDDEN -> refused(RefusalCode.NOT_FOUND);
                            case TOKEN_VOID -> refused(RefusalCode.UNAUTHORIZED);
                        });
    }

    /** The room was deleted meanwhile. */
    private static ReadingAnswer orGone(ReadingAnswer answer) {
        return answer instanceof ReadingAnswer.Found found && found.items().isEmpty()
                ? new ReadingAnswer.Refused(RefusalCode.NOT_FOUND)
                : answer;
    }

    private Mono<Position> withinLog(RoomId room, Position position) {
        return applied.of(room)
                .flatMap(known ->
                        position.isAfter(known)
                                ? markers.endOf(room)
                                        .map(end -> position.isAfter(end) ? end : position)
                                : Mono.just(position));
    }

    /** Also here at once, so that who asks next is told so. */
    private Mono<Void> moveForward(ReadMarker marker) {
        return tallies.members(List.of(marker.key()))
                .any(tally -> !marker.position().isAfter(tally.read()))
                .flatMap(isThere ->
                        isThere
                                ? Mono.empty()
                                : markers.publish(marker).then(tallies.advance(List.of(marker))));
    }

    /**
     * One page of all the rooms the member is in.
     *
     * @param after the room after which to begin; null: with the first
     */
    public Mono<ReadingAnswer> unread(
            MemberId member, Instant tokenIssuedAt, @Nullable RoomId after, int limit) {
        return memberships
                .ofMember(member, after, limit + 1)
                .collectList()
                .flatMap(found -> page(found, member, tokenIssuedAt, limit));
    }

    private Mono<ReadingAnswer> page(
            List<Membership> found, MemberId member, Instant tokenIssuedAt, int limit) {
        if (found.isEmpty()) {
            // Who was erased has left all rooms; one of them tells.
            return memberships
                    .anyOf(member)
                    .map(any -> any.voids(tokenIssuedAt))
                    .defaultIfEmpty(false)
                    .flatMap(isVoid ->
                            isVoid
                                    ? refused(RefusalCode.UNAUTHORIZED)
                                    : Mono.just(new ReadingAnswer.Found(List.of(), null)));
        }
        if (found.stream().anyMatch(each -> each.voids(tokenIssuedAt))) {
            return refused(RefusalCode.UNAUTHORIZED);
        }
        boolean more = found.size() > limit;
        List<RoomKey> page =
                found.stream()
                        .limit(limit)
                        .map(each -> RoomKey.of(each.room(), each.member()))
                        .toList();
        return answer(page, more ? page.getLast().room() : null);
    }

    private Mono<ReadingAnswer> answer(List<RoomKey> page, @Nullable RoomId next) {
        List<RoomId> rooms = page.stream().map(RoomKey::room).toList();
        return Mono.zip(
                        memberships
                                .rooms(rooms)
                                .filter(KnownRoom::active)
                                .map(KnownRoom::room)
                                .collect(Collectors.toSet()),
                        tallies.rooms(rooms).collectMap(RoomTally::room),
                        tallies.members(page).collectMap(MemberTally::key))
                .map(all -> unread(page, all.getT1(), all.getT2(), all.getT3()))
                .map(items -> new ReadingAnswer.Found(items, next));
    }

    private static List<Unread> unread(
            List<RoomKey> page,
            Set<RoomId> active,
            Map<RoomId, RoomTally> ofRooms,
            Map<RoomKey, MemberTally> ofMember) {
        return page.stream()
                .filter(key -> active.contains(key.room()))
                .map(key ->
                        Unread.of(
                                ofRooms.getOrDefault(key.room(), RoomTally.none(key.room())),
                                ofMember.getOrDefault(key, MemberTally.none(key))))
                .toList();
    }

    private static Mono<ReadingAnswer> refused(RefusalCode code) {
        return Mono.just(new ReadingAnswer.Refused(code));
    }
}

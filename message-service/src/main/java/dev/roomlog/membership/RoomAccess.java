package dev.roomlog.membership;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Judges what a member is to a room, from the projection. */
public final class RoomAccess {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(400);

    private final Memberships memberships;
    private final MembershipChanges changes;
    private final Duration patience;
    private final Clock clock;

    /**
     * @param patience how long one without access waits for the projection to catch up
     */
    public RoomAccess(
            Memberships memberships, MembershipChanges changes, Duration patience, Clock clock) {
        this.memberships = memberships;
        this.changes = changes;
        this.patience = patience;
        this.clock = clock;
    }

    public Mono<Access> of(RoomId room, MemberId member, Instant tokenIssuedAt) {
        return standing(room, member, tokenIssuedAt)
                .map(standing ->
                        switch (standing) {
                            case Standing.Inside _ -> Access.GRANTED;
                            case Standing.Outside outside -> outside.access();
                        });
    }

    public Mono<Standing> standing(RoomId room, MemberId member, Instant tokenIssuedAt) {
        Mono<Standing> now = Mono.defer(() -> judge(room, member, tokenIssuedAt));
        return now.flatMap(standing -> isFinal(standing) ? Mono.just(standing) : await(room, now));
    }

    /** Whether the member's token counts no more, as this room's membership says; no waiting. */
    public Mono<Boolean> isVoid(RoomId room, MemberId member, Instant tokenIssuedAt) {
        return memberships
                .membership(room, member)
                .map(membership -> membership.voids(tokenIssuedAt))
                .defaultIfEmpty(false);
    }

    private Mono<Standing> await(RoomId room, Mono<Standing> judgement) {
        Flux<RoomId> nowAndThen = Flux.interval(LOOK_AGAIN).map(_ -> room);
        Flux<RoomId> occasions = Flux.merge(changes.of(room), nowAndThen).onBackpressureLatest();
        return occasions
                .take(patience)
                .concatMap(_ -> judgement, 1)
                .filter(RoomAccess::isFinal)
                .next()
                .switchIfEmpty(judgement);
    }

    private static boolean isFinal(Standing standing) {
        return switch (standing) {
            case Standing.Inside _ -> true;
            case Standing.Outside outside -> outside.access() == Access.TOKEN_VOID;
        };
    }

    private Mono<Standing> judge(RoomId room, MemberId member, Instant tokenIssuedAt) {
        return Mono.zip(
                memberships.room(room).map(Optional::of).defaultIfEmpty(Optional.empty()),
                memberships
                        .membership(room, member)
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty()),
                (known, membership) -> judge(known, membership, tokenIssuedAt));
    }

    private Standing judge(
            Optional<KnownRoom> room, Optional<Membership> membership, Instant tokenIssuedAt) {
        if (membership.isPresent() && membership.get().voids(tokenIssuedAt)) {
            return new Standing.Outside(Access.TOKEN_VOID, RefusalCode.UNAUTHORIZED);
        }
        if (room.isEmpty() || !room.get().active()) {
            return new Standing.Outside(Access.HIDDEN, RefusalCode.NOT_FOUND);
        }
        if (membership.isPresent() && membership.get().inRoom()) {
            return new Standing.Inside(room.get(), membership.get());
        }
        if (!room.get().isPublic()) {
            // Not even to those it banned.
            return new Standing.Outside(Access.HIDDEN, RefusalCode.NOT_FOUND);
        }
        boolean banned = membership.isPresent() && membership.get().isBanned(clock.instant());
        return new Standing.Outside(
                Access.NOT_A_MEMBER, banned ? RefusalCode.BANNED : RefusalCode.NOT_A_MEMBER);
    }
}

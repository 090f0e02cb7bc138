package dev.roomlog.membership;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Judges who may read a room, from the projection. */
public final class RoomAccess {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(400);

    private final Memberships memberships;
    private final MembershipChanges changes;
    private final Duration patience;

    /**
     * @param patience how long one without access waits for the projection to catch up
     */
    public RoomAccess(Memberships memberships, MembershipChanges changes, Duration patience) {
        this.memberships = memberships;
        this.changes = changes;
        this.patience = patience;
    }

    public Mono<Access> of(RoomId room, MemberId member, Instant tokenIssuedAt) {
        Mono<Access> now = Mono.defer(() -> judge(room, member, tokenIssuedAt));
        return now.flatMap(access -> isFinal(access) ? Mono.just(access) : await(room, now));
    }

    private Mono<Access> await(RoomId room, Mono<Access> judgement) {
        Flux<RoomId> nowAndThen = Flux.interval(LOOK_AGAIN).map(_ -> room);
        Flux<RoomId> occasions = Flux.merge(changes.of(room), nowAndThen).onBackpressureLatest();
        return occasions
                .take(patience)
                .concatMap(_ -> judgement, 1)
                .filter(RoomAccess::isFinal)
                .next()
                .switchIfEmpty(judgement);
    }

    private static boolean isFinal(Access access) {
        return switch (access) {
            case GRANTED, TOKEN_VOID -> true;
            case NOT_A_MEMBER, HIDDEN -> false;
        };
    }

    private Mono<Access> judge(RoomId room, MemberId member, Instant tokenIssuedAt) {
        return Mono.zip(
                memberships.room(room).map(Optional::of).defaultIfEmpty(Optional.empty()),
                memberships
                        .membership(room, member)
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty()),
                (known, membership) -> judge(known, membership, tokenIssuedAt));
    }

    private static Access judge(
            Optional<KnownRoom> room, Optional<Membership> membership, Instant tokenIssuedAt) {
        if (membership.isPresent() && membership.get().voids(tokenIssuedAt)) {
            return Access.TOKEN_VOID;
        }
        if (room.isEmpty() || !room.get().active()) {
            return Access.HIDDEN;
        }
        if (membership.isPresent() && membership.get().inRoom()) {
            return Access.GRANTED;
        }
        return room.get().isPublic() ? Access.NOT_A_MEMBER : Access.HIDDEN;
    }
}

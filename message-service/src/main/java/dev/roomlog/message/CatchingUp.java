package dev.roomlog.message;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;

/** Waits, for a while, until history has applied what the log holds. */
public final class CatchingUp {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final AppliedPositions applied;
    private final LogEnds ends;
    private final Duration patience;

    /**
     * @param patience for how long; shorter than a client waits for its answer
     */
    public CatchingUp(AppliedPositions applied, LogEnds ends, Duration patience) {
        this.applied = applied;
        this.ends = ends;
        this.patience = patience;
    }

    /** Whether history has applied the room's log up to {@code position} before patience ended. */
    public Mono<Boolean> upTo(RoomId room, Position position) {
        Flux<Position> stored =
                Flux.interval(Duration.ZERO, LOOK_AGAIN)
                        .onBackpressureDrop()
                        .concatMap(_ -> applied.of(room), 1);
        return Flux.merge(applied.appliedHere(room), stored)
                .filter(to -> !position.isAfter(to))
                .take(patience)
                .next()
                .hasElement();
    }

    /**
     * Likewise, up to where the log ends now: then history knows all that was acknowledged before.
     * False also when the log does not say where that is.
     */
    public Mono<Boolean> upToNow(RoomId room) {
        return ends.of(room)
                .flatMap(end -> upTo(room, end))
                .timeout(patience.plus(LOOK_AGAIN), Mono.just(false))
                .onErrorResume(LogEnds.UnknownException.class, _ -> Mono.just(false));
    }
}

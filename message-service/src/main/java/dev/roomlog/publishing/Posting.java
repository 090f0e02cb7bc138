package dev.roomlog.publishing;

import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.membership.RoomAccess;
import dev.roomlog.membership.Standing;
import dev.roomlog.message.CatchingUp;
import dev.roomlog.message.Messages;
import dev.roomlog.posting.Draft;
import dev.roomlog.posting.PostingRight;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * From a draft to a durable message, with the checks of the edge in their order: too old a client
 * message ID, already known (then its first position), membership, mute, posting rule, slow mode,
 * rate.
 */
public final class Posting {

    private static final Outcome DELAYED =
            Outcome.Refused.because(
                    RefusalCode.HISTORY_DELAYED,
                    "The message is in the log; where it first stood is not known yet: ask again"
                            + " with the same client message ID");

    private final RoomAccess access;
    private final Messages messages;
    private final CatchingUp catchingUp;
    private final SlowMode slowMode;
    private final Publishing publishing;
    private final Clock clock;
    private final Duration duplicateWindow;

    /**
     * @param duplicateWindow that of the edges
     */
    public Posting(
            RoomAccess access,
            Messages messages,
            CatchingUp catchingUp,
            Publishing publishing,
            Clock clock,
            Duration duplicateWindow) {
        this.access = access;
        this.messages = messages;
        this.catchingUp = catchingUp;
        this.slowMode = new SlowMode(messages, catchingUp, clock);
        this.publishing = publishing;
        this.clock = clock;
        this.duplicateWindow = duplicateWindow;
    }

    private record Send(Author author, RoomId room, Draft draft, MessageId id) {

        boolean isRepeatable() {
            return draft.clientMessageId().isPresent();
        }
    }

    public Mono<Outcome> post(Author author, RoomId room, Draft draft) {
        if (draft.isStale(clock.instant(), duplicateWindow)) {
            return refused(RefusalCode.STALE_MESSAGE_ID);
        }
        Send send = new Send(author, room, draft, draft.idFor(room, author.member()));
        return access.isVoid(room, author.member(), author.tokenIssuedAt())
                .flatMap(isVoid ->
                        isVoid
                                ? refused(RefusalCode.UNAUTHORIZED)
                                : known(send).switchIfEmpty(Mono.defer(() -> judge(send))));
    }

    private Mono<Outcome> known(Send send) {
        return send.isRepeatable() ? first(send) : Mono.empty();
    }

    /** What history has is the first of its ID, for ever. */
    private Mono<Outcome> first(Send send) {
        return messages.byId(send.room, send.id)
                .map(message -> new Outcome.Done(send.id, message.position()));
    }

    private Mono<Outcome> judge(Send send) {
        return access.standing(send.room, send.author.member(), send.author.tokenIssuedAt())
                .flatMap(standing ->
                        switch (standing) {
                            case Standing.Outside outside -> refused(outside.code());
                            case Standing.Inside inside -> judge(send, inside.right());
                        });
    }

    private Mono<Outcome> judge(Send send, PostingRight right) {
        Optional<RefusalCode> refusal = right.refusal(clock.instant());
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        Mono<Outcome> publish = Mono.defer(() -> publish(send));
        return right.pause().isZero()
                ? publish
                : slowMode.inTurn(
                        new SlowMode.Turn(send.room, send.author.member()),
                        send.id,
                        right.pause(),
                        publish);
    }

    private Mono<Outcome> publish(Send send) {
        MessageEvent event = send.draft.postedBy(send.author.member(), send.id);
        return publishing
                .publish(send.author, send.room, send.id, event)
                .flatMap(outcome ->
                        outcome instanceof Outcome.Done(_, Position acknowledged)
                                ? (send.isRepeatable()
                                                ? firstOf(send, acknowledged)
                                                : Mono.just(outcome))
                                        .doOnNext(first -> {
                                            // Not for a repetition: they were told of the first.
                                            if (first.equals(outcome)) {
                                                publishing.tellMentioned(
                                                        send.room, acknowledged, event.getPosted());
                                            }
                                        })
                                : Mono.just(outcome));
    }

    /** The record just acknowledged may repeat one that history has not applied yet. */
    private Mono<Outcome> firstOf(Send send, Position acknowledged) {
        return catchingUp
                .upTo(send.room, acknowledged)
                .flatMap(caughtUp ->
                        first(send)
                                // Nothing is stored of a room that was deleted meanwhile.
                                .defaultIfEmpty(
                                        caughtUp
                                                ? Outcome.Refused.of(RefusalCode.NOT_FOUND)
                                                : DELAYED))
                .onErrorReturn(DELAYED);
    }

    private static Mono<Outcome> refused(RefusalCode code) {
        return Mono.just(Outcome.Refused.of(code));
    }
}

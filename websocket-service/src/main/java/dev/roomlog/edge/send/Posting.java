package dev.roomlog.edge.send;

import dev.roomlog.edge.fanout.RoomFeed;
import dev.roomlog.edge.membership.Access;
import dev.roomlog.edge.membership.MembershipView;
import dev.roomlog.edge.tail.Turn;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;
import dev.roomlog.posting.Draft;
import dev.roomlog.posting.PostingRight;
import dev.roomlog.posting.TokenBucket;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * From a draft to a durable message. Checks in this order: too old a client message ID, already
 * known (then its first position), membership, mute, posting rule, slow mode, rate.
 */
public final class Posting {

    private final MembershipView memberships;
    private final RoomFeed feed;
    private final MessageLog log;
    private final Executor blocking;
    private final Clock clock;
    private final Duration duplicateWindow;
    private final long maxBytesInFlight;
    private final AtomicLong bytesInFlight = new AtomicLong();

    /**
     * @param blocking runs appends, which may block for a moment are refused
     */
    public Posting(
            MembershipView memberships,
            RoomFeed feed,
            MessageLog log,
            Executor blocking,
            Clock clock,
            Limits limits) {
        this.memberships = memberships;
        this.feed = feed;
        this.log = log;
        this.blocking = blocking;
        this.clock = clock;
        this.duplicateWindow = limits.duplicateWindow();
        this.maxBytesInFlight = limits.maxBytesInFlight();
    }

    /**
     * What bounds posting.
     *
     * @param maxBytesInFlight of all sends of this edge that are not acknowledged; beyond, sends
     *     are refused
     */
    public record Limits(Duration duplicateWindow, long maxBytesInFlight) {}

    /** Who sends. */
    public record Sender(MemberId member, Instant tokenIssuedAt, TokenBucket rate) {}

    /** What became of a send. */
    public sealed interface Outcome {
        /** In the log, at its first position. */
        record Durable(MessageId id, Position position) implements Outcome {}

        /**
         * @param detail one English line
         */
        record Refused(RefusalCode code, String detail) implements Outcome {

            Refused(RefusalCode code) {
                this(code, code.title());
            }

            static Outcome slowMode(Duration wait) {
                long seconds = wait.plusMillis(999).toSeconds();
                return new Refused(
                        RefusalCode.SLOW_MODE,
                        RefusalCode.SLOW_MODE.title() + ": wait " + seconds + " s");
            }
        }
    }

    private record Send(
            Sender sender,
            RoomId room,
            Draft draft,
            MessageId id,
            CompletableFuture<Void> submitted) {}

    /**
     * @param submitted the next send of the same connection may follow
     * @param outcome never fails
     */
    public record Submission(
            CompletableFuture<Void> submitted, CompletableFuture<Outcome> outcome) {}

    public Submission post(Sender sender, RoomId room, Draft draft) {
        if (draft.isStale(clock.instant(), duplicateWindow)) {
            return refused(RefusalCode.STALE_MESSAGE_ID);
        }
        int bytes = draft.text().value().length() * 3 + 512;
        if (bytesInFlight.addAndGet(bytes) > maxBytesInFlight) {
            bytesInFlight.addAndGet(-bytes);
            return refused(RefusalCode.OVERLOADED);
        }
        MessageId id = draft.idFor(room, sender.member());
        Send send = new Send(sender, room, draft, id, new CompletableFuture<>());
        CompletableFuture<Outcome> outcome =
                alreadyKnown(send)
                        .thenCompose(known ->
                                known.map(position -> done(new Outcome.Durable(id, position)))
                                        .orElseGet(() -> judgeAndAppend(send)))
                        .exceptionally(_ -> new Outcome.Refused(RefusalCode.SERVICE_UNAVAILABLE))
                        .whenComplete((_, _) -> {
                            bytesInFlight.addAndGet(-bytes);
                            send.submitted.complete(null);
                        });
        return new Submission(send.submitted, outcome);
    }

    private CompletableFuture<Optional<Position>> alreadyKnown(Send send) {
        return send.draft.clientMessageId().isEmpty()
                ? CompletableFuture.completedFuture(Optional.empty())
                : feed.follow(send.room).thenApply(_ -> feed.firstPosition(send.room, send.id));
    }

    private CompletableFuture<Outcome> judgeAndAppend(Send send) {
        return memberships
                .access(send.room, send.sender.member(), send.sender.tokenIssuedAt())
                .thenCompose(access ->
                        switch (access) {
                            case Access.Denied(RefusalCode code) -> done(new Outcome.Refused(code));
                            case Access.Granted granted ->
                                    rightOf(granted)
                                            .refusal(clock.instant())
                                            .map(code -> done(new Outcome.Refused(code)))
                                            .orElseGet(() -> appendInTurn(granted, send));
                        });
    }

    private static PostingRight rightOf(Access.Granted granted) {
        return PostingRight.of(granted.room(), granted.membership());
    }

    /** Slow mode; in a room that has none, nothing is asked of the feed. */
    private CompletableFuture<Outcome> appendInTurn(Access.Granted granted, Send send) {
        Duration every = rightOf(granted).pause();
        if (every.isZero()) {
            return appendAtRate(send, _ -> {});
        }
        Turn turn = new Turn(send.room, send.sender.member(), send.id);
        return feed.takeTurn(turn, every)
                .thenCompose(wait ->
                        wait.isZero()
                                ? appendAtRate(send, position -> feed.endTurn(turn, position))
                                : done(Outcome.Refused.slowMode(wait)));
    }

    private CompletableFuture<Outcome> appendAtRate(
            Send send, Consumer<@Nullable Position> appended) {
        if (send.sender.rate().take(System.nanoTime())) {
            return append(send, appended);
        }
        appended.accept(null);
        return done(new Outcome.Refused(RefusalCode.RATE_LIMITED));
    }

    /**
     * @param appended told once where the message stands, or null when that is not known
     */
    private CompletableFuture<Outcome> append(Send send, Consumer<@Nullable Position> appended) {
        MessageEvent event = send.draft.postedBy(send.sender.member(), send.id);
        CompletableFuture<Position> acknowledged = new CompletableFuture<>();
        blocking.execute(() -> {
            var _ =
                    log.append(send.room, event)
                            .whenComplete((position, failure) -> {
                                appended.accept(position);
                                if (failure == null) {
                                    acknowledged.complete(position);
                                } else {
                                    acknowledged.completeExceptionally(failure);
                                }
                            });
            send.submitted.complete(null);
        });
        CompletableFuture<Position> first =
                send.draft.clientMessageId().isEmpty()
                        ? acknowledged
                        : acknowledged.thenCompose(
                                position -> feed.firstPosition(send.room, send.id, position));
        var _ =
                first.thenAcceptBoth(
                        acknowledged,
                        (position, appendedAt) -> {
                            // Not for a repetition: they were told of the first.
                            if (position.equals(appendedAt)) {
                                tellMentioned(send.room, position, event.getPosted());
                            }
                        });
        return first.<Outcome>thenApply(position -> new Outcome.Durable(send.id, position))
                .exceptionally(_ -> new Outcome.Refused(RefusalCode.OUTCOME_UNKNOWN));
    }

    private void tellMentioned(RoomId room, Position position, MessagePosted posted) {
        if (posted.getMentionsCount() > 0) {
            blocking.execute(() -> log.tellMentioned(room, position, posted));
        }
    }

    private static CompletableFuture<Outcome> done(Outcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }

    private static Submission refused(RefusalCode code) {
        return new Submission(
                CompletableFuture.completedFuture(null),
                CompletableFuture.completedFuture(new Outcome.Refused(code)));
    }
}

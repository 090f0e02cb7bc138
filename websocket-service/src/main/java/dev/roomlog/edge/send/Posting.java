package dev.roomlog.edge.send;

import dev.roomlog.edge.fanout.RoomFeed;
import dev.roomlog.edge.membership.Access;
import dev.roomlog.edge.membership.MembershipView;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * From a draft to a durable message. Checks in this order: too old a client message ID, already
 * known (then its first position), membership, mute, posting rule, rate.
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

        record Refused(RefusalCode code) implements Outcome {}
    }

    /**
     * @param submitted the next send of the same connection may follow
     * @param outcome never fails
     */
    public record Submission(
            CompletableFuture<Void> submitted, CompletableFuture<Outcome> outcome) {}

    public Submission post(Sender sender, RoomId room, Draft draft) {
        boolean stale =
                draft.clientMessageId()
                        .map(id -> id.isStale(clock.instant(), duplicateWindow))
                        .orElse(false);
        if (stale) {
            return refused(RefusalCode.STALE_MESSAGE_ID);
        }
        int bytes = draft.text().value().length() * 3 + 512;
        if (bytesInFlight.addAndGet(bytes) > maxBytesInFlight) {
            bytesInFlight.addAndGet(-bytes);
            return refused(RefusalCode.OVERLOADED);
        }
        MessageId id =
                draft.clientMessageId()
                        .map(client -> MessageId.derive(room, sender.member(), client))
                        .orElseGet(MessageId::random);
        CompletableFuture<Void> submitted = new CompletableFuture<>();
        CompletableFuture<Outcome> outcome =
                alreadyKnown(room, draft, id)
                        .thenCompose(known ->
                                known.<CompletableFuture<Outcome>>map(
                                                position -> durable(id, position))
                                        .orElseGet(() ->
                                                judgeAndAppend(sender, room, draft, id, submitted)))
                        .exceptionally(_ -> new Outcome.Refused(RefusalCode.SERVICE_UNAVAILABLE))
                        .whenComplete((_, _) -> {
                            bytesInFlight.addAndGet(-bytes);
                            submitted.complete(null);
                        });
        return new Submission(submitted, outcome);
    }

    private CompletableFuture<Optional<Position>> alreadyKnown(
            RoomId room, Draft draft, MessageId id) {
        return draft.clientMessageId().isEmpty()
                ? CompletableFuture.completedFuture(Optional.empty())
                : feed.follow(room).thenApply(_ -> feed.firstPosition(room, id));
    }

    private CompletableFuture<Outcome> judgeAndAppend(
            Sender sender,
            RoomId room,
            Draft draft,
            MessageId id,
            CompletableFuture<Void> submitted) {
        return memberships
                .access(room, sender.member(), sender.tokenIssuedAt())
                .thenCompose(access ->
                        switch (access) {
                            case Access.Denied(RefusalCode code) ->
                                    CompletableFuture.completedFuture(new Outcome.Refused(code));
                            case Access.Granted granted ->
                                    refusalOf(granted, sender)
                                            .<CompletableFuture<Outcome>>map(code ->
                                                    CompletableFuture.completedFuture(
                                                            new Outcome.Refused(code)))
                                            .orElseGet(() ->
                                                    append(sender, room, draft, id, submitted));
                        });
    }

    private Optional<RefusalCode> refusalOf(Access.Granted access, Sender sender) {
        Optional<RefusalCode> refusal = PostingRules.refusalOf(access, clock.instant());
        if (refusal.isPresent() || sender.rate().take(System.nanoTime())) {
            return refusal;
        }
        return Optional.of(RefusalCode.RATE_LIMITED);
    }

    private CompletableFuture<Outcome> append(
            Sender sender,
            RoomId room,
            Draft draft,
            MessageId id,
            CompletableFuture<Void> submitted) {
        MessageEvent event = eventOf(sender, draft, id);
        CompletableFuture<Position> appended = new CompletableFuture<>();
        blocking.execute(() -> {
            var _ =
                    log.append(room, event)
                            .whenComplete((position, failure) -> {
                                if (failure == null) {
                                    appended.complete(position);
                                } else {
                                    appended.completeExceptionally(failure);
                                }
                            });
            submitted.complete(null);
        });
        CompletableFuture<Position> first =
                draft.clientMessageId().isEmpty()
                        ? appended
                        : appended.thenCompose(position -> feed.firstPosition(room, id, position));
        return first.<Outcome>thenApply(position -> new Outcome.Durable(id, position))
                .exceptionally(_ -> new Outcome.Refused(RefusalCode.OUTCOME_UNKNOWN));
    }

    private static MessageEvent eventOf(Sender sender, Draft draft, MessageId id) {
        MessagePosted.Builder posted =
                MessagePosted.newBuilder()
                        .setMessageId(id.toBytes())
                        .setSenderId(sender.member().value())
                        .setText(draft.text().value());
        draft.clientMessageId().ifPresent(client -> posted.setClientMessageId(client.value()));
        draft.replyTo().ifPresent(reply -> posted.setReplyTo(reply.toBytes()));
        draft.mentions().forEach(member -> posted.addMentions(member.value()));
        return MessageEvent.newBuilder().setPosted(posted).build();
    }

    private static CompletableFuture<Outcome> durable(MessageId id, Position position) {
        return CompletableFuture.completedFuture(new Outcome.Durable(id, position));
    }

    private static Submission refused(RefusalCode code) {
        return new Submission(
                CompletableFuture.completedFuture(null),
                CompletableFuture.completedFuture(new Outcome.Refused(code)));
    }
}

package dev.roomlog.edge.session;

import dev.roomlog.edge.send.DraftParsing;
import dev.roomlog.edge.send.Posting;
import dev.roomlog.edge.stomp.StompFrame;
import dev.roomlog.edge.subscription.Destination;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.posting.Draft;
import dev.roomlog.posting.Parsed;
import dev.roomlog.posting.TokenBucket;
import dev.roomlog.token.AccessToken;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A session's SENDs, in frame order. At most so many are in flight: the next frame is not looked at
 * until one of them is answered, so that a client that outruns the log is slowed down by its own
 * socket.
 */
final class RoomSends {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final Ways ways;
    private final SessionLimits limits;
    private final TokenBucket rate;
    private final Replies replies;
    private final BiConsumer<Refusal, StompFrame> fail;
    private final Function<String, Optional<Refusal>> renew;

    private final AtomicReference<InFlight> inFlight =
            new AtomicReference<>(new InFlight(0, false, null));
    private final CompletableFuture<Void> allAnswered = new CompletableFuture<>();

    /** How many sends are unanswered, and who waits for there to be fewer. */
    private record InFlight(int count, boolean closed, @Nullable CompletableFuture<Void> waiting) {}

    /** Where sends to rooms go. */
    record Ways(Posting posting, RoomReads reads) {}

    RoomSends(
            Ways ways,
            SessionLimits limits,
            TokenBucket rate,
            Replies replies,
            BiConsumer<Refusal, StompFrame> fail,
            Function<String, Optional<Refusal>> renew) {
        this.ways = ways;
        this.limits = limits;
        this.rate = rate;
        this.replies = replies;
        this.fail = fail;
        this.renew = renew;
    }

    /** Completes when the next frame may be handled. */
    CompletableFuture<Void> send(StompFrame frame, AccessToken token) {
        if (frame.header("transaction").isPresent()) {
            fail.accept(
                    new Refusal(RefusalCode.UNSUPPORTED, "transactions are not supported"), frame);
            return DONE;
        }
        Optional<Destination> destination =
                frame.header("destination").flatMap(Destination::toSend);
        return switch (destination.orElse(null)) {
            case Destination.RoomPosts(RoomId room) -> post(frame, room, token);
            case Destination.RoomReads(RoomId room) -> mark(frame, room, token);
            case Destination.Session _ -> renewSession(frame);
            case null, default -> {
                fail.accept(Refusal.of(RefusalCode.UNKNOWN_DESTINATION), frame);
                yield DONE;
            }
        };
    }

    private CompletableFuture<Void> post(StompFrame frame, RoomId room, AccessToken token) {
        return switch (DraftParsing.parse(frame)) {
            case Parsed.Refused<Draft>(RefusalCode code, _, String detail) -> {
                refuse(new Refusal(code, detail), frame);
                yield DONE;
            }
            case Parsed.Valid<Draft>(Draft draft) -> {
                if (!begin()) {
                    yield DONE;
                }
                Posting.Submission submission =
                        ways.posting.post(
                                new Posting.Sender(token.member(), token.issuedAt(), rate),
                                room,
                                draft);
                CompletableFuture<Void> answered =
                        submission.outcome().thenAccept(outcome -> answer(outcome, frame));
                var _ = answered.whenComplete((_, _) -> finish());
                yield submission.submitted().thenCompose(_ -> room());
            }
        };
    }

    private void answer(Posting.Outcome outcome, StompFrame frame) {
        switch (outcome) {
            case Posting.Outcome.Durable(MessageId id, Position position) ->
                    frame.header("receipt")
                            .ifPresent(receipt -> replies.receipt(receipt, id, position));
            case Posting.Outcome.Refused(RefusalCode code, String detail) ->
                    refuse(new Refusal(code, detail), frame);
        }
    }

    /** How far the member has read: the next frame does not wait for that to be durable. */
    private CompletableFuture<Void> mark(StompFrame frame, RoomId room, AccessToken token) {
        if (!begin()) {
            return DONE;
        }
        RoomReads.Mark mark = ways.reads.mark(frame.body(), room, token);
        var _ =
                mark.outcome()
                        .thenAccept(refusal -> answer(refusal, frame))
                        .whenComplete((_, _) -> finish());
        return mark.judged().thenCompose(_ -> room());
    }

    private void answer(Optional<Refusal> refusal, StompFrame frame) {
        refusal.ifPresentOrElse(
                why -> refuse(why, frame),
                () -> frame.header("receipt").ifPresent(replies::receipt));
    }

    private void refuse(Refusal refusal, StompFrame frame) {
        if (!replies.refuse(refusal, frame)) {
            fail.accept(refusal, frame);
        }
    }

    private CompletableFuture<Void> renewSession(StompFrame frame) {
        // Each is a signature to verify.
        if (!rate.take(System.nanoTime())) {
            refuse(Refusal.of(RefusalCode.RATE_LIMITED), frame);
            return DONE;
        }
        Optional<Refusal> refusal =
                accessToken(frame)
                        .map(renew)
                        .orElseGet(() ->
                                Optional.of(
                                        new Refusal(
                                                RefusalCode.INVALID_REQUEST,
                                                "the body must be {\"accessToken\": \"…\"}")));
        answer(refusal, frame);
        return DONE;
    }

    private static Optional<String> accessToken(StompFrame frame) {
        try {
            JsonNode body = JSON.readTree(new String(frame.body(), StandardCharsets.UTF_8));
            JsonNode token = body.get("accessToken");
            return body.size() == 1 && token != null && token.isString()
                    ? Optional.of(token.stringValue())
                    : Optional.empty();
        } catch (JacksonException _) {
            // What the parser says may quote the token.
            return Optional.empty();
        }
    }

    /**
     * Takes no send on any more.
     *
     * @return completes when those in flight have been answered
     */
    CompletableFuture<Void> close() {
        InFlight before = inFlight.getAndUpdate(now -> new InFlight(now.count, true, now.waiting));
        if (before.count == 0) {
            allAnswered.complete(null);
        }
        return allAnswered;
    }

    /** The connection is gone. */
    void end() {
        ways.reads.end();
    }

    private boolean begin() {
        InFlight before =
                inFlight.getAndUpdate(
                        now -> now.closed ? now : new InFlight(now.count + 1, false, now.waiting));
        return !before.closed;
    }

    private void finish() {
        InFlight before =
                inFlight.getAndUpdate(now -> new InFlight(now.count - 1, now.closed, null));
        if (before.waiting != null) {
            before.waiting.complete(null);
        }
        if (before.closed && before.count == 1) {
            allAnswered.complete(null);
        }
    }

    /** Completes when fewer than the limit are in flight; one frame at a time waits here. */
    private CompletableFuture<Void> room() {
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        InFlight before =
                inFlight.getAndUpdate(present ->
                        present.count < limits.sendsInFlight()
                                ? present
                                : new InFlight(present.count, present.closed, waiting));
        return before.count < limits.sendsInFlight() ? DONE : waiting;
    }
}

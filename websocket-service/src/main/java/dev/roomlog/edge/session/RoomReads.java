package dev.roomlog.edge.session;

import dev.roomlog.edge.send.Marking;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.posting.TokenBucket;
import dev.roomlog.token.AccessToken;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A session's read markers on their way to the log. They are never refused for being many: what
 * comes faster than the rate waits, of each room the furthest only, and goes out when there is
 * room. Of one room one is on its way at a time, so that they stand in the log in their order.
 */
final class RoomReads {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);
    private static final Refusal MALFORMED =
            new Refusal(RefusalCode.INVALID_REQUEST, "the body must be {\"position\": …}");
    private static final Refusal INVALID =
            new Refusal(
                    RefusalCode.INVALID_POSITION,
                    "position must be a number from 0 to " + Position.MAX_VALUE);
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final Marking marking;
    private final TokenBucket rate;
    private final Timers timers;
    private final Map<RoomId, Waiting> waiting = new LinkedHashMap<>();
    private final Set<RoomId> underWay = new HashSet<>();
    private boolean isTimed;
    private boolean hasEnded;

    /** What is to be said of one room, and who waits for it to be durable. */
    private record Waiting(
            MemberId member, Position position, List<CompletableFuture<Void>> answers) {

        Waiting and(Waiting other) {
            List<CompletableFuture<Void>> all = new ArrayList<>(answers);
            all.addAll(other.answers);
            return new Waiting(
                    member, other.position.isAfter(position) ? other.position : position, all);
        }
    }

    RoomReads(Marking marking, TokenBucket rate, Timers timers) {
        this.marking = marking;
        this.rate = rate;
        this.timers = timers;
    }

    /**
     * What becomes of a marker. Neither fails.
     *
     * @param judged the next frame may follow
     * @param outcome empty once this marker, or a further one, is durable; else why it is not
     */
    record Mark(CompletableFuture<Void> judged, CompletableFuture<Optional<Refusal>> outcome) {}

    /**
     * @param body of the frame
     */
    Mark mark(byte[] body, RoomId room, AccessToken token) {
        JsonNode root = objectIn(body);
        if (root == null) {
            return new Mark(DONE, refused(MALFORMED));
        }
        JsonNode given = root.path("position");
        Optional<Position> position =
                given.isIntegralNumber() ? Position.parse(given.asString()) : Optional.empty();
        if (position.isEmpty()) {
            return new Mark(DONE, refused(INVALID));
        }
        CompletableFuture<Optional<RefusalCode>> judged =
                marking.judge(room, token.member(), token.issuedAt());
        return new Mark(
                judged.thenAccept(_ -> {}),
                judged.thenCompose(denied ->
                        denied.map(code -> refused(Refusal.of(code)))
                                .orElseGet(() -> take(room, token.member(), position.get()))));
    }

    private static CompletableFuture<Optional<Refusal>> refused(Refusal refusal) {
        return CompletableFuture.completedFuture(Optional.of(refusal));
    }

    /** Null where the body is no object, or has another field. */
    private static @Nullable JsonNode objectIn(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            return root.isObject() && Set.of("position").containsAll(root.propertyNames())
                    ? root
                    : null;
        } catch (JacksonException _) {
            return null;
        }
    }

    private CompletableFuture<Optional<Refusal>> take(RoomId room, MemberId member, Position at) {
        return waitFor(room, member, at)
                .handle((_, failure) ->
                        failure == null
                                ? Optional.empty()
                                : Optional.of(Refusal.of(RefusalCode.SERVICE_UNAVAILABLE)));
    }

    private CompletableFuture<Void> waitFor(RoomId room, MemberId member, Position position) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        synchronized (this) {
            waiting.merge(room, new Waiting(member, position, List.of(answer)), Waiting::and);
        }
        goOn();
        return answer;
    }

    /** The connection is gone: what it has said still counts, and nothing more comes. */
    void end() {
        synchronized (this) {
            hasEnded = true;
        }
        goOn();
    }

    private void goOn() {
        takeNext().forEach(this::publish);
    }

    /** What may go out now. If that is not all, a timer takes care of the rest. */
    private synchronized Map<RoomId, Waiting> takeNext() {
        Map<RoomId, Waiting> next = new LinkedHashMap<>();
        for (Map.Entry<RoomId, Waiting> each : waiting.entrySet()) {
            if (underWay.contains(each.getKey())) {
                continue;
            }
            if (!hasEnded && !rate.take(System.nanoTime())) {
                lookAgain();
                break;
            }
            next.put(each.getKey(), each.getValue());
        }
        waiting.keySet().removeAll(next.keySet());
        underWay.addAll(next.keySet());
        return next;
    }

    private void lookAgain() {
        if (!isTimed) {
            isTimed = true;
            var _ =
                    timers.after(
                            LOOK_AGAIN,
                            () -> {
                                synchronized (this) {
                                    isTimed = false;
                                }
                                goOn();
                            });
        }
    }

    private void publish(RoomId room, Waiting marker) {
        var _ =
                marking.mark(room, marker.member, marker.position)
                        .whenComplete((_, failure) -> {
                            synchronized (this) {
                                underWay.remove(room);
                            }
                            marker.answers.forEach(answer -> tell(answer, failure));
                            goOn();
                        });
    }

    private static void tell(CompletableFuture<Void> answer, @Nullable Throwable failure) {
        if (failure == null) {
            answer.complete(null);
        } else {
            answer.completeExceptionally(failure);
        }
    }
}

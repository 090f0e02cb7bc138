package dev.roomlog.edge.session;

import dev.roomlog.edge.fanout.RoomEvent;
import dev.roomlog.edge.fanout.RoomFeed;
import dev.roomlog.edge.membership.Access;
import dev.roomlog.edge.membership.MembershipView;
import dev.roomlog.edge.stomp.StompFrame;
import dev.roomlog.edge.stomp.StompVersion;
import dev.roomlog.edge.subscription.Destination;
import dev.roomlog.edge.subscription.StartingPoint;
import dev.roomlog.edge.subscription.Subscription;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.token.AccessToken;

import tools.jackson.databind.node.ObjectNode;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** A session's subscriptions: to rooms, to its notifications, to its refusals. */
final class RoomSubscriptions {

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final Sources sources;
    private final SessionLimits limits;
    private final Replies replies;
    private final BiConsumer<Refusal, StompFrame> fail;
    private final StompVersion version;

    private final Map<String, Entry> byId = new ConcurrentHashMap<>();
    private volatile boolean ended;

    /** What subscriptions are fed from. */
    record Sources(MembershipView memberships, RoomFeed feed) {}

    /** What an {@code id} stands for. */
    private sealed interface Entry {
        /**
         * @param judged the feed has asked whether the member is in the room: who is removed from
         *     then on has to be told so, who was removed before is refused
         */
        record Room(Subscription subscription, AtomicBoolean judged) implements Entry {}

        record Notifications() implements Entry {}

        record Errors() implements Entry {}
    }

    RoomSubscriptions(
            Sources sources,
            SessionLimits limits,
            Replies replies,
            BiConsumer<Refusal, StompFrame> fail,
            StompVersion version) {
        this.sources = sources;
        this.limits = limits;
        this.replies = replies;
        this.fail = fail;
        this.version = version;
    }

    CompletableFuture<Void> subscribe(StompFrame frame, AccessToken token) {
        Optional<Refusal> violation = violationIn(frame);
        if (violation.isPresent()) {
            fail.accept(violation.get(), frame);
            return DONE;
        }
        String id = idOf(frame).orElse("");
        Optional<Destination> destination =
                frame.header("destination").flatMap(Destination::toSubscribe);
        return switch (destination.orElse(null)) {
            case Destination.RoomEvents(RoomId room) -> subscribeToRoom(frame, id, room, token);
            case Destination.OwnNotifications _ -> own(id, new Entry.Notifications(), frame);
            case Destination.OwnErrors _ -> {
                replies.errorsTo(id);
                yield own(id, new Entry.Errors(), frame);
            }
            case null, default -> {
                fail.accept(Refusal.of(RefusalCode.UNKNOWN_DESTINATION), frame);
                yield DONE;
            }
        };
    }

    private Optional<Refusal> violationIn(StompFrame frame) {
        Optional<String> id = idOf(frame);
        if (id.isEmpty()) {
            return Optional.of(new Refusal(RefusalCode.MALFORMED_FRAME, "SUBSCRIBE needs an id"));
        }
        if (byId.containsKey(id.get())) {
            return Optional.of(
                    new Refusal(RefusalCode.MALFORMED_FRAME, "this id is already subscribed"));
        }
        if (!frame.header("ack").orElse("auto").equals("auto")) {
            return Optional.of(new Refusal(RefusalCode.UNSUPPORTED, "ack must be auto"));
        }
        if (frame.header("selector").isPresent()) {
            return Optional.of(
                    new Refusal(RefusalCode.UNKNOWN_DESTINATION, "there are no selectors"));
        }
        if (byId.size() >= limits.subscriptions()) {
            return Optional.of(new Refusal(RefusalCode.RATE_LIMITED, "too many subscriptions"));
        }
        return Optional.empty();
    }

    /** STOMP 1.0 knows subscriptions without an id: their destination stands for it. */
    private Optional<String> idOf(StompFrame frame) {
        Optional<String> id = frame.header("id");
        return id.isPresent() || version != StompVersion.V1_0 ? id : frame.header("destination");
    }

    private CompletableFuture<Void> own(String id, Entry entry, StompFrame frame) {
        byId.put(id, entry);
        frame.header("receipt").ifPresent(replies::receipt);
        return DONE;
    }

    private CompletableFuture<Void> subscribeToRoom(
            StompFrame frame, String id, RoomId room, AccessToken token) {
        Optional<StartingPoint> from = StartingPoint.parse(frame.header("x-from").orElse(null));
        if (from.isEmpty()) {
            refuse(
                    new Refusal(
                            RefusalCode.INVALID_POSITION,
                            "x-from is no position, time, first or next"),
                    frame);
            return DONE;
        }
        return sources.memberships()
                .access(room, token.member(), token.issuedAt())
                .thenCompose(access ->
                        switch (access) {
                            case Access.Denied(RefusalCode code) ->
                                    CompletableFuture.completedFuture(Optional.of(code));
                            case Access.Granted _ -> attach(id, room, token, from.get());
                        })
                .exceptionally(_ -> Optional.of(RefusalCode.SERVICE_UNAVAILABLE))
                .thenAccept(refused ->
                        refused.ifPresentOrElse(
                                code -> refuseSubscription(id, code, frame),
                                () -> frame.header("receipt").ifPresent(replies::receipt)));
    }

    private CompletableFuture<Optional<RefusalCode>> attach(
            String id, RoomId room, AccessToken token, StartingPoint from) {
        Subscription subscription =
                new Subscription(replies.outbound(), id, version, room, token.member());
        AtomicBoolean judged = new AtomicBoolean();
        byId.put(id, new Entry.Room(subscription, judged));
        return sources.feed()
                .subscribe(
                        subscription,
                        from,
                        () -> {
                            // Before judging: a removal that this does not see yet sees the mark.
                            judged.set(true);
                            return ended
                                    ? new Access.Denied(RefusalCode.SERVICE_UNAVAILABLE)
                                    : sources.memberships()
                                            .judge(room, token.member(), token.issuedAt());
                        });
    }

    private void refuseSubscription(String id, RefusalCode code, StompFrame frame) {
        if (byId.remove(id) instanceof Entry.Room(var subscription, _)) {
            var _ = sources.feed().unsubscribe(subscription);
        }
        refuse(Refusal.of(code), frame);
    }

    private void refuse(Refusal refusal, StompFrame frame) {
        if (!replies.refuse(refusal, frame)) {
            fail.accept(refusal, frame);
        }
    }

    CompletableFuture<Void> unsubscribe(StompFrame frame) {
        Entry entry = idOf(frame).map(byId::remove).orElse(null);
        CompletableFuture<Void> gone =
                switch (entry) {
                    case Entry.Room(var subscription, _) ->
                            sources.feed().unsubscribe(subscription);
                    case Entry.Errors _ -> {
                        replies.errorsTo(null);
                        yield DONE;
                    }
                    case Entry.Notifications _ -> DONE;
                    case null -> null;
                };
        if (gone == null) {
            fail.accept(new Refusal(RefusalCode.MALFORMED_FRAME, "no such subscription"), frame);
            return DONE;
        }
        return gone.thenRun(() -> frame.header("receipt").ifPresent(replies::receipt));
    }

    /** The member is out of a room, or the room is gone: one last event, then nothing. */
    void endRoom(RoomId room, RoomEvent last) {
        byId.forEach((id, entry) -> {
            if (entry instanceof Entry.Room(var subscription, var judged)
                    && subscription.room().equals(room)
                    && judged.get()) {
                byId.remove(id, entry);
                sources.feed().end(subscription, last);
            }
        });
    }

    void notify(String event, ObjectNode body) {
        byId.forEach((id, entry) -> {
            if (entry instanceof Entry.Notifications) {
                replies.message(Destination.NOTIFICATIONS, id, event, body);
            }
        });
    }

    void endAll() {
        ended = true;
        byId.forEach((id, entry) -> {
            if (byId.remove(id, entry) && entry instanceof Entry.Room(var subscription, _)) {
                var _ = sources.feed().unsubscribe(subscription);
            }
        });
    }
}

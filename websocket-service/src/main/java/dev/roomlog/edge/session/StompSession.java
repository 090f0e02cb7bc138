package dev.roomlog.edge.session;

import dev.roomlog.edge.fanout.RoomEvent;
import dev.roomlog.edge.fanout.RoomFeed;
import dev.roomlog.edge.membership.MembershipTimes;
import dev.roomlog.edge.membership.MembershipView;
import dev.roomlog.edge.send.Marking;
import dev.roomlog.edge.send.Posting;
import dev.roomlog.edge.stomp.HeartBeats;
import dev.roomlog.edge.stomp.StompDecoding;
import dev.roomlog.edge.stomp.StompFrame;
import dev.roomlog.edge.subscription.Outbound;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.token.AccessToken;
import dev.roomlog.token.AccessTokenVerifier;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The state of one connection: waiting for CONNECT, connected as a member, or ended. Subscriptions
 * and sends, once connected, are {@link RoomSubscriptions}' and {@link RoomSends}' matter.
 */
public final class StompSession {

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final Services services;
    private final Replies replies;
    private final Timers timers;
    private final Timers.Timer connectTimer;

    private volatile @Nullable Identity identity;
    private volatile boolean leaving;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** What all sessions share. */
    public record Services(
            AccessTokenVerifier tokens,
            Connections connections,
            MembershipView memberships,
            RoomFeed feed,
            Posting posting,
            Marking marking,
            SessionLimits limits,
            Clock clock) {}

    public StompSession(Services services, Outbound outbound, Timers timers) {
        this.services = services;
        this.replies = new Replies(outbound);
        this.timers = timers;
        this.connectTimer =
                timers.after(
                        services.limits().connectWithin(),
                        () ->
                                fail(
                                        new Refusal(
                                                RefusalCode.UNAUTHORIZED,
                                                "CONNECT did not come in time"),
                                        null));
    }

    /** The bytes of this connection can be read no further. */
    public void broken(StompDecoding.Breach breach) {
        RefusalCode code =
                switch (breach) {
                    case StompDecoding.Breach.Malformed _ -> RefusalCode.MALFORMED_FRAME;
                    case StompDecoding.Breach.TooLarge _ -> RefusalCode.TOO_LARGE;
                };
        fail(new Refusal(code, breach.detail()), null);
    }

    /** Handles one frame; the next may follow when the result completes. Never fails. */
    public CompletableFuture<Void> handle(StompFrame frame) {
        if (ended.get() || leaving) {
            return DONE;
        }
        Identity connected = identity;
        if (connected == null) {
            return frame.command().connects()
                    ? connect(frame)
                    : failed(
                            new Refusal(
                                    RefusalCode.UNAUTHORIZED, "the first frame must be CONNECT"),
                            frame);
        }
        return switch (frame.command()) {
            case SEND -> connected.sends.send(frame, connected.token());
            case SUBSCRIBE -> connected.subscriptions.subscribe(frame, connected.token());
            case UNSUBSCRIBE -> connected.subscriptions.unsubscribe(frame);
            case DISCONNECT -> disconnect(frame);
            default -> failed(Refusal.ofUnexpected(frame.command()), frame);
        };
    }

    private CompletableFuture<Void> connect(StompFrame frame) {
        return switch (ConnectFrame.of(frame, services.limits().heartBeat())) {
            case ConnectFrame.NoCommonVersion() -> {
                replies.versionMismatch();
                end();
                yield DONE;
            }
            case ConnectFrame.Broken(Refusal refusal) -> failed(refusal, frame);
            case ConnectFrame.Asks asks -> {
                replies.use(asks.version());
                yield switch (services.tokens().verify(asks.token())) {
                    case AccessTokenVerifier.Outcome.Refused(RefusalCode code) ->
                            failed(Refusal.of(code), frame);
                    case AccessTokenVerifier.Outcome.Accepted(AccessToken token) ->
                            enterOnceLoaded(token, asks, frame);
                };
            }
        };
    }

    /**
     * Only the whole membership view can say that a token is void. Until it is loaded nothing could
     * be subscribed to or sent either, so waiting costs a client nothing.
     */
    private CompletableFuture<Void> enterOnceLoaded(
            AccessToken token, ConnectFrame.Asks asks, StompFrame frame) {
        return services.memberships()
                .whenLoaded()
                .handle((_, failure) -> {
                    if (failure == null) {
                        enter(token, asks, frame);
                    } else {
                        fail(Refusal.of(RefusalCode.SERVICE_UNAVAILABLE), frame);
                    }
                    return null;
                });
    }

    private void enter(AccessToken token, ConnectFrame.Asks asks, StompFrame frame) {
        connectTimer.cancel();
        Rates rates = services.connections().enter(token.member(), this);
        RoomSubscriptions subscriptions =
                new RoomSubscriptions(
                        new RoomSubscriptions.Sources(services.memberships(), services.feed()),
                        services.limits(),
                        replies,
                        this::fail,
                        asks.version());
        RoomReads reads = new RoomReads(services.marking(), rates.markers(), timers);
        RoomSends sends =
                new RoomSends(
                        new RoomSends.Ways(services.posting(), reads),
                        services.limits(),
                        rates.sends(),
                        replies,
                        this::fail,
                        this::renew);
        Identity entered = new Identity(subscriptions, sends, token);
        identity = entered;
        expireWith(entered, token);
        if (ended.get()) {
            leaveConnections(entered);
            return;
        }
        // Judged after entering: what makes the token void from here on finds this session.
        if (isVoid(token)) {
            fail(Refusal.of(RefusalCode.UNAUTHORIZED), frame);
            return;
        }
        HeartBeats beats = asks.beats();
        replies.connected(asks.version(), beats, UUID.randomUUID().toString(), token.member());
        Liveness.keep(
                timers,
                beats,
                services.limits().heartBeat(),
                () -> {
                    replies.close(1008, "silent");
                    end();
                });
    }

    private void expireWith(Identity connected, AccessToken token) {
        Duration left = Duration.between(services.clock().instant(), token.acceptedUntil());
        connected.use(
                token,
                timers.after(
                        left.isNegative() ? Duration.ZERO : left,
                        () -> fail(Refusal.of(RefusalCode.TOKEN_EXPIRED), null)));
    }

    /** SEND to {@code /app/session}: a new token for the same member. */
    private Optional<Refusal> renew(String compact) {
        Identity connected = identity;
        return switch (services.tokens().verify(compact)) {
            case AccessTokenVerifier.Outcome.Refused(RefusalCode code) ->
                    Optional.of(Refusal.of(code));
            case AccessTokenVerifier.Outcome.Accepted(AccessToken token) -> {
                if (connected == null || !token.member().equals(connected.token().member())) {
                    yield Optional.of(
                            new Refusal(RefusalCode.UNAUTHORIZED, "the token is another member's"));
                }
                if (isVoid(token)) {
                    yield Optional.of(Refusal.of(RefusalCode.UNAUTHORIZED));
                }
                expireWith(connected, token);
                yield Optional.empty();
            }
        };
    }

    private boolean isVoid(AccessToken token) {
        return services.memberships().isVoid(token.member(), token.issuedAt());
    }

    private CompletableFuture<Void> disconnect(StompFrame frame) {
        frame.header("receipt").ifPresent(replies::receipt);
        replies.close(1000, "");
        end();
        return DONE;
    }

    private CompletableFuture<Void> failed(Refusal refusal, StompFrame frame) {
        fail(refusal, frame);
        return DONE;
    }

    /** ERROR, then close: a violation of the protocol, or a refusal nobody listens for. */
    private void fail(Refusal refusal, @Nullable StompFrame frame) {
        if (ended.compareAndSet(false, true)) {
            replies.errorAndClose(refusal, frame);
            end();
        }
    }

    /**
     * This edge is leaving. After a time no frame is taken on any more; the client is told to
     * reconnect once its sends have been answered, for which there is some patience.
     */
    public void leave(Duration after, Duration patience) {
        timers.after(after, () -> leaveWithin(patience));
    }

    private void leaveWithin(Duration patience) {
        leaving = true;
        Identity connected = identity;
        CompletableFuture<Void> answered = connected == null ? DONE : connected.sends.close();
        timers.after(patience, () -> answered.complete(null));
        var _ =
                answered.thenRun(() -> {
                    replies.close(1012, "this edge is leaving");
                    end();
                });
    }

    void endRoom(RoomId room, RoomEvent last) {
        Identity connected = identity;
        if (connected != null) {
            connected.subscriptions.endRoom(room, last);
        }
    }

    void notify(String event, ObjectNode body) {
        Identity connected = identity;
        if (connected != null) {
            connected.subscriptions.notify(event, body);
        }
    }

    /** A membership says that older tokens, or the whole account, no longer count. */
    void signOutIfVoid(RoomId room, MembershipState state) {
        Identity connected = identity;
        if (connected != null && MembershipTimes.isVoid(state, connected.token().issuedAt())) {
            connected.subscriptions.notify(
                    "signed-out", Notifications.about(room, state.getChangedBy()));
            fail(new Refusal(RefusalCode.UNAUTHORIZED, "signed out everywhere"), null);
        }
    }

    /** The connection is gone, whoever ended it. May be called again. */
    public void end() {
        ended.set(true);
        connectTimer.cancel();
        Identity connected = identity;
        if (connected != null) {
            leaveConnections(connected);
        }
    }

    private void leaveConnections(Identity connected) {
        services.connections().leave(connected.token().member(), this);
        connected.subscriptions.endAll();
        connected.sends.end();
    }
}

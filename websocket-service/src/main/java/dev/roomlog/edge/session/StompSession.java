package dev.roomlog.edge.session;

import dev.roomlog.edge.fanout.RoomEvent;
import dev.roomlog.edge.fanout.RoomFeed;
import dev.roomlog.edge.membership.MembershipTimes;
import dev.roomlog.edge.membership.MembershipView;
import dev.roomlog.edge.send.Posting;
import dev.roomlog.edge.stomp.HeartBeats;
import dev.roomlog.edge.stomp.StompDecoding;
import dev.roomlog.edge.stomp.StompFrame;
import dev.roomlog.edge.stomp.StompVersion;
import dev.roomlog.edge.subscription.Outbound;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.AccountStatus;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.token.AccessToken;
import dev.roomlog.token.AccessTokenVerifier;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

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
    private volatile boolean ended;

    /** What all sessions share. */
    public record Services(
            AccessTokenVerifier tokens,
            Connections connections,
            MembershipView memberships,
            RoomFeed feed,
            Posting posting,
            SessionLimits limits,
            Clock clock) {}

    /** Who this is, from CONNECT on. The token may be renewed in place; the member stays. */
    private static final class Identity {
        final RoomSubscriptions subscriptions;
        final RoomSends sends;
        volatile AccessToken token;
        Timers.@Nullable Timer expiry;

        Identity(AccessToken token, RoomSubscriptions subscriptions, RoomSends sends) {
            this.token = token;
            this.subscriptions = subscriptions;
            this.sends = sends;
        }
    }

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
        if (ended) {
            return DONE;
        }
        Identity connected = identity;
        if (connected == null) {
            if (frame.command().connects()) {
                connect(frame);
            } else {
                fail(
                        new Refusal(RefusalCode.UNAUTHORIZED, "the first frame must be CONNECT"),
                        frame);
            }
            return DONE;
        }
        return switch (frame.command()) {
            case SEND -> connected.sends.send(frame, connected.token);
            case SUBSCRIBE -> connected.subscriptions.subscribe(frame, connected.token);
            case UNSUBSCRIBE -> connected.subscriptions.unsubscribe(frame);
            case DISCONNECT -> disconnect(frame);
            case ACK, NACK, BEGIN, COMMIT, ABORT ->
                    failed(
                            new Refusal(
                                    RefusalCode.UNSUPPORTED, frame.command() + " is not supported"),
                            frame);
            case CONNECT, STOMP ->
                    failed(new Refusal(RefusalCode.MALFORMED_FRAME, "already connected"), frame);
            case CONNECTED, MESSAGE, RECEIPT, ERROR ->
                    failed(
                            new Refusal(
                                    RefusalCode.MALFORMED_FRAME,
                                    frame.command() + " is sent by servers only"),
                            frame);
        };
    }

    private void connect(StompFrame frame) {
        Optional<StompVersion> version =
                StompVersion.negotiate(frame.header("accept-version").orElse(null));
        if (version.isEmpty()) {
            // Section "Protocol Negotiation": ERROR with the versions that would do.
            replies.versionMismatch();
            end();
            return;
        }
        Optional<HeartBeats> beats =
                HeartBeats.negotiate(
                        frame.header("heart-beat").orElse("0,0"), services.limits().heartBeat());
        if (beats.isEmpty()) {
            fail(new Refusal(RefusalCode.MALFORMED_FRAME, "heart-beat is not two numbers"), frame);
            return;
        }
        replies.use(version.get());
        switch (services.tokens().verify(tokenOf(frame))) {
            case AccessTokenVerifier.Outcome.Refused(RefusalCode code) ->
                    fail(Refusal.of(code), frame);
            case AccessTokenVerifier.Outcome.Accepted(AccessToken token) ->
                    enter(token, version.get(), beats.get());
        }
    }

    private static String tokenOf(StompFrame frame) {
        String authorization =
                frame.header("Authorization").or(() -> frame.header("authorization")).orElse("");
        return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).trim()
                : frame.header("passcode").orElse("");
    }

    private void enter(AccessToken token, StompVersion version, HeartBeats beats) {
        connectTimer.cancel();
        var rate = services.connections().enter(token.member(), this);
        RoomSubscriptions subscriptions =
                new RoomSubscriptions(
                        new RoomSubscriptions.Sources(services.memberships(), services.feed()),
                        services.limits(),
                        replies,
                        this::fail,
                        version);
        RoomSends sends =
                new RoomSends(
                        services.posting(),
                        services.limits(),
                        rate,
                        replies,
                        this::fail,
                        this::renew);
        Identity entered = new Identity(token, subscriptions, sends);
        identity = entered;
        expireWith(entered, token);
        if (ended) {
            leaveConnections(entered);
            return;
        }
        replies.connected(version, beats, UUID.randomUUID().toString(), token.member());
        if (!beats.send().isZero()) {
            timers.beat(beats.send());
        }
        if (!beats.expect().isZero()) {
            // Twice the interval: networks and timers are late, and a late client is not a dead
            // one.
            timers.watch(
                    beats.expect().multipliedBy(2),
                    () -> {
                        replies.close(1008, "no heart-beat");
                        end();
                    });
        }
    }

    private void expireWith(Identity connected, AccessToken token) {
        if (connected.expiry != null) {
            connected.expiry.cancel();
        }
        Duration left = Duration.between(services.clock().instant(), token.acceptedUntil());
        connected.expiry =
                timers.after(
                        left.isNegative() ? Duration.ZERO : left,
                        () -> fail(Refusal.of(RefusalCode.TOKEN_EXPIRED), null));
    }

    /** SEND to {@code /app/session}: a new token for the same member. */
    private Optional<Refusal> renew(String compact) {
        Identity connected = identity;
        return switch (services.tokens().verify(compact)) {
            case AccessTokenVerifier.Outcome.Refused(RefusalCode code) ->
                    Optional.of(Refusal.of(code));
            case AccessTokenVerifier.Outcome.Accepted(AccessToken token) -> {
                if (connected == null || !token.member().equals(connected.token.member())) {
                    yield Optional.of(
                            new Refusal(RefusalCode.UNAUTHORIZED, "the token is another member's"));
                }
                connected.token = token;
                expireWith(connected, token);
                yield Optional.empty();
            }
        };
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
        if (!ended) {
            replies.errorAndClose(refusal, frame);
            end();
        }
    }

    /** This edge is leaving. */
    void leave() {
        replies.close(1012, "this edge is leaving");
        end();
    }

    void endRoom(RoomId room, RoomEvent last) {
        Identity connected = identity;
        if (connected != null) {
            connected.subscriptions.endRoom(room, last);
        }
    }

    void notify(String change, RoomId room, String by) {
        Identity connected = identity;
        if (connected != null) {
            connected.subscriptions.notify(change, room, by);
        }
    }

    /** A membership says that older tokens, or the whole account, no longer count. */
    void signOutIfVoid(RoomId room, MembershipState state) {
        Identity connected = identity;
        if (connected == null) {
            return;
        }
        boolean inactive = state.getAccount() != AccountStatus.ACCOUNT_STATUS_ACTIVE;
        boolean old = MembershipTimes.isVoid(state, connected.token.issuedAt());
        if (inactive || old) {
            connected.subscriptions.notify("signed-out", room, state.getChangedBy());
            fail(new Refusal(RefusalCode.UNAUTHORIZED, "signed out everywhere"), null);
        }
    }

    /** The connection is gone, whoever ended it. May be called again. */
    public void end() {
        ended = true;
        connectTimer.cancel();
        Identity connected = identity;
        if (connected != null) {
            leaveConnections(connected);
        }
    }

    private void leaveConnections(Identity connected) {
        services.connections().leave(connected.token.member(), this);
        connected.subscriptions.endAll();
    }
}

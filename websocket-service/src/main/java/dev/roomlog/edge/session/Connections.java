package dev.roomlog.edge.session;

import dev.roomlog.edge.fanout.EventBodies;
import dev.roomlog.edge.fanout.RoomEvent;
import dev.roomlog.edge.fanout.RoomFeed;
import dev.roomlog.edge.membership.MembershipListener;
import dev.roomlog.edge.send.TokenBucket;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.MembershipStatus;
import dev.roomlog.events.v1.RoomState;
import dev.roomlog.events.v1.RoomStatus;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The sessions of this edge, by member. Hears of every change of a membership and makes it felt.
 * Thread-safe.
 */
public final class Connections implements MembershipListener {

    private final Map<MemberId, Present> members = new ConcurrentHashMap<>();
    private final RoomFeed feed;
    private final SessionLimits limits;

    /** A member that is connected here at least once. */
    private record Present(Set<StompSession> sessions, TokenBucket rate) {}

    public Connections(RoomFeed feed, SessionLimits limits) {
        this.feed = feed;
        this.limits = limits;
    }

    /**
     * @return the rate all of the member's sessions on this edge share
     */
    TokenBucket enter(MemberId member, StompSession session) {
        return members.compute(
                        member,
                        (_, present) -> {
                            Present now = present == null ? newcomer() : present;
                            now.sessions.add(session);
                            return now;
                        })
                .rate;
    }

    private Present newcomer() {
        return new Present(
                ConcurrentHashMap.newKeySet(),
                new TokenBucket(limits.sendsPerSecond(), limits.sendBurst(), System.nanoTime()));
    }

    void leave(MemberId member, StompSession session) {
        members.computeIfPresent(
                member,
                (_, present) -> {
                    present.sessions.remove(session);
                    return present.sessions.isEmpty() ? null : present;
                });
    }

    public int count() {
        return members.values().stream().mapToInt(present -> present.sessions.size()).sum();
    }

    @Override
    public void roomChanged(RoomId room, @Nullable RoomState before, RoomState after) {
        if (before == null) {
            return;
        }
        if (before.getSlowModeSeconds() > 0 && after.getSlowModeSeconds() == 0) {
            feed.endSlowMode(room);
        }
        if (after.getStatus() == RoomStatus.ROOM_STATUS_ACTIVE) {
            feed.announce(room, () -> EventBodies.room(room, after));
        } else {
            RoomEvent event = EventBodies.room(room, after);
            feed.endSlowMode(room);
            members.values()
                    .forEach(present ->
                            present.sessions.forEach(session -> session.endRoom(room, event)));
        }
    }

    @Override
    public void membershipChanged(
            RoomId room, MemberId member, @Nullable MembershipState before, MembershipState after) {
        boolean was = before != null && isIn(before);
        boolean is = isIn(after);
        String change = is ? (was ? "changed" : "added") : "removed";
        if (was && !is) {
            var last = EventBodies.member(room, member.value(), change, after);
            toSessionsOf(member, session -> session.endRoom(room, last));
        }
        if (was != is || (is && before != null && isShown(before, after))) {
            feed.announce(room, () -> EventBodies.member(room, member.value(), change, after));
        }
        if (was != is) {
            toSessionsOf(member, session -> session.notify(change, room, after.getChangedBy()));
        }
        toSessionsOf(member, session -> session.signOutIfVoid(room, after));
    }

    /** Signing out everywhere is no business of the member's rooms. */
    private static boolean isShown(MembershipState before, MembershipState after) {
        return before.getRole() != after.getRole()
                || !before.getMutedUntil().equals(after.getMutedUntil());
    }

    private static boolean isIn(MembershipState state) {
        return state.getStatus() == MembershipStatus.MEMBERSHIP_STATUS_MEMBER;
    }

    private void toSessionsOf(MemberId member, Consumer<StompSession> action) {
        Present present = members.get(member);
        if (present != null) {
            present.sessions.forEach(action);
        }
    }
}

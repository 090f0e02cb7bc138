package dev.roomlog.edge.session;

import dev.roomlog.edge.fanout.EventBodies;
import dev.roomlog.edge.fanout.RoomEvent;
import dev.roomlog.edge.fanout.RoomFeed;
import dev.roomlog.edge.membership.Access;
import dev.roomlog.edge.membership.MembershipListener;
import dev.roomlog.edge.membership.MembershipView;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.MembershipStatus;
import dev.roomlog.events.v1.MentionNotice;
import dev.roomlog.events.v1.RoomState;
import dev.roomlog.events.v1.RoomStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
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
    private final MembershipView memberships;
    private final SessionLimits limits;

    /** A member that is connected here at least once. */
    private record Present(Set<StompSession> sessions, Rates rates) {}

    public Connections(RoomFeed feed, MembershipView memberships, SessionLimits limits) {
        this.feed = feed;
        this.memberships = memberships;
        this.limits = limits;
    }

    /**
     * @return the rates all of the member's sessions on this edge share
     */
    Rates enter(MemberId member, StompSession session) {
        return members.compute(
                        member,
                        (_, present) -> {
                            Present now = present == null ? newcomer() : present;
                            now.sessions.add(session);
                            return now;
                        })
                .rates;
    }

    private Present newcomer() {
        return new Present(ConcurrentHashMap.newKeySet(), Rates.of(limits, System.nanoTime()));
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
            var body = Notifications.about(room, after.getChangedBy());
            toSessionsOf(member, session -> session.notify(change, body));
        }
        toSessionsOf(member, session -> session.signOutIfVoid(room, after));
    }

    /**
     * A message mentions members. Those of them are told who are in the room, which may be a moment
     * ahead of this edge's view.
     */
    public void mentioned(RoomId room, MentionNotice mention) {
        mention.getMemberIdsList().stream()
                .flatMap(id -> MemberId.parse(id).stream())
                .filter(members::containsKey)
                .forEach(member -> tellMentioned(room, member, mention));
    }

    private void tellMentioned(RoomId room, MemberId member, MentionNotice mention) {
        // Sessions whose tokens are void are ended elsewhere: here it is about the member.
        var _ =
                memberships
                        .access(room, member, Instant.MAX)
                        .thenAccept(access -> {
                            if (access instanceof Access.Granted) {
                                var body = Notifications.mention(room, mention);
                                toSessionsOf(member, session -> session.notify("mention", body));
                            }
                        });
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

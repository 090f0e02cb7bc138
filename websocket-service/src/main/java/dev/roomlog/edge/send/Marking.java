package dev.roomlog.edge.send;

import dev.roomlog.edge.fanout.RoomFeed;
import dev.roomlog.edge.membership.Access;
import dev.roomlog.edge.membership.MembershipView;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** From how far a member says it has read to a durable marker. */
public final class Marking {

    private final MembershipView memberships;
    private final RoomFeed feed;
    private final MessageLog log;
    private final Executor blocking;

    /**
     * @param blocking runs appends, which may block for a moment
     */
    public Marking(MembershipView memberships, RoomFeed feed, MessageLog log, Executor blocking) {
        this.memberships = memberships;
        this.feed = feed;
        this.log = log;
        this.blocking = blocking;
    }

    /** Completes with why the member may not, or with empty. */
    public CompletableFuture<Optional<RefusalCode>> judge(
            RoomId room, MemberId member, Instant tokenIssuedAt) {
        return memberships
                .access(room, member, tokenIssuedAt)
                .thenApply(access ->
                        access instanceof Access.Denied(RefusalCode code)
                                ? Optional.of(code)
                                : Optional.empty());
    }

    /**
     * Appends the marker. A position beyond the log's end counts as the end: what comes later is
     * not read yet.
     *
     * @return completes once that is acknowledged; fails when it is not known to be: then it may be
     *     repeated
     */
    public CompletableFuture<Void> mark(RoomId room, MemberId member, Position position) {
        return feed.withinLog(room, position)
                .thenComposeAsync(within -> log.mark(room, member, within), blocking);
    }
}

package dev.roomlog.edge.membership;

import dev.roomlog.edge.membership.Standings.Standing;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomPartitioner;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.MembershipStatus;
import dev.roomlog.events.v1.RoomKind;
import dev.roomlog.events.v1.RoomState;
import dev.roomlog.events.v1.RoomStatus;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The authorization view. {@code apply…} and {@code loaded} are called by the one thread that reads
 * the topics; all else by any.
 */
public final class MembershipView {

    private final Map<RoomId, Room> rooms = new ConcurrentHashMap<>();
    private final Standings standings = new Standings();
    private final Map<RoomId, Set<Waiter>> waiters = new ConcurrentHashMap<>();
    private final Set<Integer> loaded = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> allLoaded = new CompletableFuture<>();

    /** Of all memberships those that can make a token void: few. */
    private final Map<MemberId, Map<RoomId, MembershipState>> voiding = new ConcurrentHashMap<>();

    private final CopyOnWriteArrayList<MembershipListener> listeners = new CopyOnWriteArrayList<>();
    private final int partitions;
    private final Duration patience;
    private final Clock clock;

    /** One room's part of the view. */
    private static final class Room {
        volatile @Nullable RoomState state;
        final Map<MemberId, Standing> members = new ConcurrentHashMap<>(4);

        @Nullable MembershipState membership(MemberId member) {
            Standing standing = members.get(member);
            return standing == null ? null : standing.state();
        }
    }

    private record Waiter(
            MemberId member, Instant tokenIssuedAt, CompletableFuture<Access> answer) {}

    /**
     * @param partitions of every topic
     * @param patience how long an access that is not granted waits for the view to catch up
     */
    public MembershipView(int partitions, Duration patience, Clock clock) {
        this.partitions = partitions;
        this.patience = patience;
        this.clock = clock;
    }

    public void tell(MembershipListener listener) {
        listeners.add(listener);
    }

    public void apply(RoomId id, RoomState state) {
        Room room = rooms.computeIfAbsent(id, _ -> new Room());
        RoomState before = room.state;
        if (before != null && before.getVersion() >= state.getVersion()) {
            return;
        }
        room.state = state;
        listeners.forEach(listener -> listener.roomChanged(id, before, state));
        wakeWaiters(id);
    }

    public void apply(RoomId id, MemberId member, MembershipState state) {
        Room room = rooms.computeIfAbsent(id, _ -> new Room());
        Standing before = room.members.get(member);
        if (before != null && before.version() >= state.getVersion()) {
            return;
        }
        Standing now = standings.of(state);
        room.members.put(before == null ? standings.of(member) : member, now);
        noteVoiding(id, member, now.state());
        MembershipState was = before == null ? null : before.state();
        listeners.forEach(listener -> listener.membershipChanged(id, member, was, state));
        wakeWaiters(id);
    }

    private void noteVoiding(RoomId id, MemberId member, MembershipState state) {
        if (MembershipTimes.canVoid(state)) {
            voiding.compute(
                    member,
                    (_, present) -> {
                        Map<RoomId, MembershipState> all =
                                present == null ? new ConcurrentHashMap<>(2) : present;
                        all.put(id, state);
                        return all;
                    });
        } else {
            voiding.computeIfPresent(
                    member,
                    (_, present) -> {
                        present.remove(id);
                        return present.isEmpty() ? null : present;
                    });
        }
    }

    /**
     * Whether a token no longer counts, as any of the member's memberships says: it was issued
     * before signing out everywhere, or the account is disabled or erased.
     */
    public boolean isVoid(MemberId member, Instant tokenIssuedAt) {
        return voiding.getOrDefault(member, Map.of()).values().stream()
                .anyMatch(state -> MembershipTimes.isVoid(state, tokenIssuedAt));
    }

    /** This partition of both topics has been read up to where it ended when reading began. */
    public void loaded(int partition) {
        loaded.add(partition);
        waiters.keySet().stream()
                .filter(room -> RoomPartitioner.partitionOf(room, partitions) == partition)
                .forEach(this::wakeWaiters);
        if (isLoaded()) {
            allLoaded.complete(null);
        }
    }

    public boolean isLoaded() {
        return loaded.size() == partitions;
    }

    /** Fails with {@link java.util.concurrent.TimeoutException} when patience ends. */
    public CompletableFuture<Void> whenLoaded() {
        return allLoaded.isDone()
                ? allLoaded
                : allLoaded.copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Judges at once where access is granted, else as soon as it is, else when patience ends: then
     * {@code service-unavailable} if the room's partition was never loaded, or what the view says.
     *
     * @param tokenIssuedAt tokens older than the membership's {@code tokens_not_before} are void
     */
    public CompletableFuture<Access> access(RoomId room, MemberId member, Instant tokenIssuedAt) {
        Access now = judge(room, member, tokenIssuedAt);
        if (now instanceof Access.Granted) {
            return CompletableFuture.completedFuture(now);
        }
        CompletableFuture<Access> answer = new CompletableFuture<>();
        Waiter waiter = new Waiter(member, tokenIssuedAt, answer);
        waiters.compute(
                room,
                (_, present) -> {
                    Set<Waiter> all = present == null ? ConcurrentHashMap.newKeySet() : present;
                    all.add(waiter);
                    return all;
                });
        CompletableFuture<Access> patient =
                answer.completeOnTimeout(now, patience.toMillis(), TimeUnit.MILLISECONDS)
                        .thenApply(_ -> judge(room, member, tokenIssuedAt))
                        .whenComplete((_, _) -> forget(room, waiter));
        // The view may have changed between judging and waiting.
        wakeWaiters(room);
        return patient;
    }

    /** What the view says now, without waiting. */
    public Access judge(RoomId id, MemberId member, Instant tokenIssuedAt) {
        Room room = rooms.get(id);
        RoomState state = room == null ? null : room.state;
        if (room == null || state == null || state.getStatus() != RoomStatus.ROOM_STATUS_ACTIVE) {
            boolean known = loaded.contains(RoomPartitioner.partitionOf(id, partitions));
            return new Access.Denied(
                    known ? RefusalCode.NOT_FOUND : RefusalCode.SERVICE_UNAVAILABLE);
        }
        MembershipState membership = room.membership(member);
        if (membership == null
                || membership.getStatus() != MembershipStatus.MEMBERSHIP_STATUS_MEMBER) {
            return new Access.Denied(refusalOf(id, state, membership));
        }
        if (MembershipTimes.isVoid(membership, tokenIssuedAt)) {
            return new Access.Denied(RefusalCode.UNAUTHORIZED);
        }
        return new Access.Granted(state, membership);
    }

    private RefusalCode refusalOf(RoomId id, RoomState room, @Nullable MembershipState membership) {
        if (!loaded.contains(RoomPartitioner.partitionOf(id, partitions))) {
            return RefusalCode.SERVICE_UNAVAILABLE;
        }
        if (room.getKind() != RoomKind.ROOM_KIND_PUBLIC) {
            // The existence of a private room is not revealed, not even to those it banned.
            return RefusalCode.NOT_FOUND;
        }
        boolean banned =
                membership != null && MembershipTimes.isBanned(membership, clock.instant());
        return banned ? RefusalCode.BANNED : RefusalCode.NOT_A_MEMBER;
    }

    public Optional<RoomState> room(RoomId id) {
        return Optional.ofNullable(rooms.get(id)).map(room -> room.state);
    }

    private void wakeWaiters(RoomId room) {
        for (Waiter waiter : waiters.getOrDefault(room, Set.of())) {
            Access access = judge(room, waiter.member, waiter.tokenIssuedAt);
            if (access instanceof Access.Granted) {
                waiter.answer.complete(access);
            }
        }
    }

    private void forget(RoomId room, Waiter waiter) {
        waiters.computeIfPresent(
                room,
                (_, present) -> {
                    present.remove(waiter);
                    return present.isEmpty() ? null : present;
                });
    }
}

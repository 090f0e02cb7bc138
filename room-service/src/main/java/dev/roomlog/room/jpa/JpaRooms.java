package dev.roomlog.room.jpa;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.member.AccountState;
import dev.roomlog.member.Accounts;
import dev.roomlog.room.Decision;
import dev.roomlog.room.Membership;
import dev.roomlog.room.MembershipStatus;
import dev.roomlog.room.Role;
import dev.roomlog.room.Room;
import dev.roomlog.room.RoomEvents;
import dev.roomlog.room.RoomInChange;
import dev.roomlog.room.RoomKind;
import dev.roomlog.room.RoomRejection;
import dev.roomlog.room.Rooms;

import jakarta.persistence.EntityManager;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

@Repository
class JpaRooms implements Rooms {

    private static final String SUCCESSOR =
            """
            SELECT m.member_id FROM memberships m JOIN members p ON p.id = m.member_id
            WHERE m.room_id = :room AND m.status = 'MEMBER' AND m.member_id <> :member
              AND p.status <> 'ERASED'
            ORDER BY p.status <> 'ACTIVE', m.role <> 'OWNER', m.role <> 'MODERATOR', m.member_id
            """;

    private final EntityManager entities;
    private final TransactionTemplate transaction;
    private final RoomEvents events;
    private final Accounts accounts;

    JpaRooms(
            EntityManager entities,
            TransactionTemplate transaction,
            RoomEvents events,
            Accounts accounts) {
        this.entities = entities;
        this.transaction = transaction;
        this.events = events;
        this.accounts = accounts;
    }

    @Override
    public Optional<Creation> create(Room room, List<Membership> memberships) {
        if (room.kind() != RoomKind.DIRECT) {
            return insert(room, memberships);
        }
        Optional<Room> present = findDirect(memberships);
        if (present.isPresent()) {
            RoomId id = present.get().id();
            transaction.executeWithoutResult(_ -> show(id, room.createdBy()));
            return Optional.of(new Creation.PairHasOne(present.get()));
        }
        try {
            return insert(room, memberships);
        } catch (DataIntegrityViolationException e) {
            // Both opened it at once and the other was faster; anything else is a fault.
            return Optional.of(
                    new Creation.PairHasOne(findDirect(memberships).orElseThrow(() -> e)));
        }
    }

    private Optional<Creation> insert(Room room, List<Membership> memberships) {
        return Objects.requireNonNull(
                transaction.execute(_ -> {
                    Map<MemberId, AccountState> standing =
                            accounts.lockShared(
                                    memberships.stream().map(Membership::member).toList());
                    if (standing.values().stream().anyMatch(AccountState::isErased)) {
                        return Optional.empty();
                    }
                    insert(room, memberships, standing);
                    return Optional.of(new Creation.Created(room));
                }));
    }

    private void insert(
            Room room, List<Membership> memberships, Map<MemberId, AccountState> standing) {
        entities.persist(new RoomRow(room, memberships));
        events.roomChanged(room, 1);
        long version = 1;
        for (Membership membership : memberships) {
            version++;
            entities.persist(new MembershipRow(room.id(), membership, version));
            events.membershipChanged(
                    room.id(),
                    membership,
                    standing.getOrDefault(membership.member(), AccountState.NEW),
                    version,
                    room.createdBy());
        }
    }

    @Override
    public Decision change(RoomId id, MemberId by, Function<RoomInChange, Decision> judgement) {
        return Objects.requireNonNull(
                transaction.execute(status -> {
                    Decision decision = changeLocked(id, by, judgement);
                    if (decision instanceof Decision.Refused
                            || decision instanceof Decision.Unchanged) {
                        status.setRollbackOnly(); // gives the version back
                    }
                    return decision;
                }));
    }

    private Decision changeLocked(
            RoomId id, MemberId by, Function<RoomInChange, Decision> judgement) {
        int locked =
                entities.createQuery("update RoomRow set version = version + 1 where id = :id")
                        .setParameter("id", id.toString())
                        .executeUpdate();
        RoomRow room = locked == 0 ? null : entities.find(RoomRow.class, id.toString());
        if (room == null || !room.isActive()) {
            return new Decision.Refused(new RoomRejection.NotFound());
        }
        Decision decision = judgement.apply(new Locked(room.toRoom()));
        switch (decision) {
            case Decision.Changed(Membership changed) -> {
                AccountState account = lock(changed.member());
                if (account.isErased() && changed.isIn()) {
                    return new Decision.Refused(new RoomRejection.UnknownMember());
                }
                apply(room, id, changed);
                events.membershipChanged(id, changed, account, room.version(), by);
            }
            case Decision.RoomChanged(Room changed) -> {
                room.become(changed);
                events.roomChanged(changed, room.version());
            }
            case Decision.RoomDeleted() -> {
                room.delete();
                events.roomDeleted(room.toRoom(), room.version(), by);
            }
            case Decision.Hidden(MemberId from) -> hide(id, from);
            case Decision.Refused _, Decision.Unchanged _ -> {}
        }
        return decision;
    }

    /** Up to the last message known here; the version goes back, since nobody is told. */
    private void hide(RoomId id, MemberId from) {
        entities.createNativeQuery(
                        """
                        UPDATE memberships SET hidden_after = COALESCE(
                            (SELECT a.position FROM room_activity a WHERE a.room_id = :room), 0)
                        WHERE room_id = :room AND member_id = :member
                        """)
                .setParameter("room", id.toString())
                .setParameter("member", from.value())
                .executeUpdate();
        entities.createQuery("update RoomRow set version = version - 1 where id = :id")
                .setParameter("id", id.toString())
                .executeUpdate();
    }

    private void show(RoomId id, MemberId to) {
        entities.createQuery(
                        """
                        update MembershipRow set hiddenAfter = -1
                        where key = :key and hiddenAfter >= 0
                        """)
                .setParameter("key", MembershipKey.of(id, to))
                .executeUpdate();
    }

    /** Who is not there at all is told by the row's foreign key. */
    private AccountState lock(MemberId member) {
        return accounts.lockShared(Set.of(member)).getOrDefault(member, AccountState.NEW);
    }

    private void apply(RoomRow room, RoomId id, Membership changed) {
        MembershipRow row =
                entities.find(MembershipRow.class, MembershipKey.of(id, changed.member()));
        boolean wasIn = row != null && row.toMembership().isIn();
        if (row == null) {
            entities.persist(new MembershipRow(id, changed, room.version()));
        } else {
            row.become(changed, room.version());
        }
        room.countMembers((changed.isIn() ? 1 : 0) - (wasIn ? 1 : 0));
    }

    @Override
    public Optional<Room> find(RoomId id) {
        return Optional.ofNullable(entities.find(RoomRow.class, id.toString()))
                .filter(RoomRow::isActive)
                .map(RoomRow::toRoom);
    }

    @Override
    public Optional<Membership> membership(RoomId room, MemberId member) {
        return Optional.ofNullable(
                        entities.find(MembershipRow.class, MembershipKey.of(room, member)))
                .map(MembershipRow::toMembership);
    }

    private Optional<Room> findDirect(List<Membership> memberships) {
        return entities
                .createQuery("from RoomRow where directPair = :pair", RoomRow.class)
                .setParameter("pair", RoomRow.pairOf(memberships))
                .getResultList()
                .stream()
                .findAny()
                .map(RoomRow::toRoom);
    }

    private final class Locked implements RoomInChange {

        private final Room room;

        Locked(Room room) {
            this.room = room;
        }

        @Override
        public Room room() {
            return room;
        }

        @Override
        public Membership membership(MemberId member) {
            return JpaRooms.this
                    .membership(room.id(), member)
                    .orElseGet(() -> Membership.none(member));
        }

        @Override
        public Optional<Membership> successor(MemberId member) {
            List<?> first =
                    entities.createNativeQuery(SUCCESSOR, String.class)
                            .setParameter("room", room.id().toString())
                            .setParameter("member", member.value())
                            .setMaxResults(1)
                            .getResultList();
            return first.stream().findAny().map(id -> membership(new MemberId((String) id)));
        }

        @Override
        public long owners() {
            return entities.createQuery(
                            """
                            select count(*) from MembershipRow
                            where key.roomId = :room and status = :in and role = :owner
                            """,
                            Long.class)
                    .setParameter("room", room.id().toString())
                    .setParameter("in", MembershipStatus.MEMBER.name())
                    .setParameter("owner", Role.OWNER.name())
                    .getSingleResult();
        }
    }
}

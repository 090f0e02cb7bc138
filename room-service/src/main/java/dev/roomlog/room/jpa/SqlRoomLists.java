package dev.roomlog.room.jpa;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.room.Role;
import dev.roomlog.room.RoomKind;
import dev.roomlog.room.RoomLists;
import dev.roomlog.room.RoomName;
import dev.roomlog.room.RoomRules;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

@Repository
class SqlRoomLists implements RoomLists {

    /**
     * From the member's own rooms outwards, whatever the server believes about its tables: it may
     * think that reading all rooms is cheaper. The peer is what is left of a pair without oneself;
     * most rooms have none to look up.
     */
    static final String OF_MEMBER =
            """
            SELECT r.id AS id, r.name AS name, r.kind AS kind, r.posting_rule AS posting,
                   m.role AS role, r.member_count AS members,
                   p.id AS peer, p.display_name AS peer_name,
                   COALESCE(a.last_at, r.created_at) AS active_at,
                   a.position AS last_position, a.sender_id AS sender,
                   COALESCE(a.preview, '') AS preview
            FROM memberships m
            STRAIGHT_JOIN rooms r ON r.id = m.room_id
            LEFT JOIN room_activity a ON a.room_id = r.id
            LEFT JOIN members p ON p.id = TRIM(REPLACE(
                CONCAT(' ', r.direct_pair, ' '), CONCAT(' ', m.member_id, ' '), ' '))
            WHERE m.member_id = :member AND m.status = 'MEMBER' AND r.status = 'ACTIVE'
              AND COALESCE(a.position, 0) > m.hidden_after
              AND (COALESCE(a.last_at, r.created_at) < :at
                   OR (COALESCE(a.last_at, r.created_at) = :at AND r.id < :room))
            ORDER BY COALESCE(a.last_at, r.created_at) DESC, r.id DESC
            """;

    private static final String DISCOVER =
            """
            SELECT r.id AS id, r.name AS name, r.member_count AS members FROM rooms r
            WHERE r.kind = 'PUBLIC' AND r.status = 'ACTIVE' AND r.name LIKE :prefix ESCAPE '!'
              AND (r.name > :name OR (r.name = :name AND r.id > :room))
            ORDER BY r.name, r.id
            """;

    private static final String MEMBERS =
            """
            SELECT p.id AS id, p.username AS username, p.display_name AS display_name,
                   m.role AS role
            FROM memberships m JOIN members p ON p.id = m.member_id
            WHERE m.room_id = :room AND m.status = 'MEMBER' AND m.member_id > :after
              AND p.status <> 'ERASED'
            ORDER BY m.member_id
            """;

    private static final String BANNED =
            """
            SELECT p.id AS id, p.username AS username, p.display_name AS display_name,
                   m.banned_until AS banned_until
            FROM memberships m JOIN members p ON p.id = m.member_id
            WHERE m.room_id = :room AND m.status = 'BANNED' AND m.member_id > :after
              AND p.status <> 'ERASED'
            ORDER BY m.member_id
            """;

    private final EntityManager entities;

    SqlRoomLists(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public List<Listed> of(MemberId member, @Nullable ActivityKey after, int limit) {
        return rows(entities.createNativeQuery(OF_MEMBER, Tuple.class)
                        .setParameter("member", member.value())
                        .setParameter("at", after == null ? Long.MAX_VALUE : after.at())
                        .setParameter("room", after == null ? "" : after.room())
                        .setMaxResults(limit)
                        .getResultList())
                .map(SqlRoomLists::listed)
                .toList();
    }

    @Override
    public List<Discovered> discover(String prefix, @Nullable NameKey after, int limit) {
        return rows(entities.createNativeQuery(DISCOVER, Tuple.class)
                        .setParameter("prefix", prefix.replaceAll("([!%_])", "!$1") + "%")
                        .setParameter("name", after == null ? "" : after.name())
                        .setParameter("room", after == null ? "" : after.room())
                        .setMaxResults(limit)
                        .getResultList())
                .map(row ->
                        new Discovered(
                                RoomId.of(row.get("id", String.class)),
                                new RoomName(row.get("name", String.class)),
                                row.get("members", Number.class).intValue()))
                .toList();
    }

    @Override
    public List<Person> members(RoomId room, @Nullable String after, int limit) {
        return rows(entities.createNativeQuery(MEMBERS, Tuple.class)
                        .setParameter("room", room.toString())
                        .setParameter("after", after == null ? "" : after)
                        .setMaxResults(limit)
                        .getResultList())
                .map(row ->
                        new Person(
                                new MemberId(row.get("id", String.class)),
                                row.get("username", String.class),
                                row.get("display_name", String.class),
                                Role.valueOf(row.get("role", String.class))))
                .toList();
    }

    @Override
    public List<BannedPerson> banned(RoomId room, @Nullable String after, int limit) {
        return rows(entities.createNativeQuery(BANNED, Tuple.class)
                        .setParameter("room", room.toString())
                        .setParameter("after", after == null ? "" : after)
                        .setMaxResults(limit)
                        .getResultList())
                .map(row -> {
                    Number until = row.get("banned_until", Number.class);
                    return new BannedPerson(
                            new MemberId(row.get("id", String.class)),
                            row.get("username", String.class),
                            row.get("display_name", String.class),
                            until == null ? null : Instant.ofEpochMilli(until.longValue()));
                })
                .toList();
    }

    @Override
    public int memberCount(RoomId room) {
        return entities.createQuery("select memberCount from RoomRow where id = :id", Integer.class)
                .setParameter("id", room.toString())
                .getSingleResult();
    }

    private static Listed listed(Tuple row) {
        Number position = row.get("last_position", Number.class);
        String peer = row.get("peer", String.class);
        return new Listed(
                RoomId.of(row.get("id", String.class)),
                new RoomName(row.get("name", String.class)),
                RoomKind.valueOf(row.get("kind", String.class)),
                RoomRules.Posting.valueOf(row.get("posting", String.class)),
                Role.valueOf(row.get("role", String.class)),
                row.get("members", Number.class).intValue(),
                peer == null
                        ? null
                        : new Peer(new MemberId(peer), row.get("peer_name", String.class)),
                Instant.ofEpochMilli(row.get("active_at", Number.class).longValue()),
                position == null
                        ? null
                        : new LastMessage(
                                position.longValue(),
                                new MemberId(row.get("sender", String.class)),
                                row.get("preview", String.class)));
    }

    /** JPA cannot say that a query for tuples returns tuples. */
    private static Stream<Tuple> rows(List<?> result) {
        return result.stream().map(Tuple.class::cast);
    }
}

package dev.roomlog.room.jpa;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.room.Membership;
import dev.roomlog.room.Room;
import dev.roomlog.room.RoomKind;
import dev.roomlog.room.RoomName;
import dev.roomlog.room.RoomRules;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** {@code version} is moved by statement, never by Hibernate: it is the lock. */
@Entity
@Table(name = "rooms")
class RoomRow {

    static final String ACTIVE = "ACTIVE";
    private static final String DELETED = "DELETED";

    @Id private String id;

    @Column(updatable = false)
    private long version;

    private String status;
    private String kind;
    private String name;
    private String entryRule;
    private String postingRule;
    private int slowModeSeconds;

    @SuppressWarnings("UnusedVariable") // read by queries
    private int memberCount;

    @SuppressWarnings("UnusedVariable") // read by queries
    private @Nullable String directPair;

    private long createdAt;
    private String createdBy;

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected RoomRow() {}

    RoomRow(Room room, List<Membership> memberships) {
        this.id = room.id().toString();
        this.version = 1L + memberships.size();
        this.status = ACTIVE;
        this.kind = room.kind().name();
        this.name = room.name().value();
        this.entryRule = room.rules().entry().name();
        this.postingRule = room.rules().posting().name();
        this.slowModeSeconds = room.rules().slowModeSeconds();
        this.memberCount = memberships.size();
        this.directPair = room.kind() == RoomKind.DIRECT ? pairOf(memberships) : null;
        this.createdAt = room.createdAt().toEpochMilli();
        this.createdBy = room.createdBy().value();
    }

    /** A space is in no member ID, so no two pairs are written alike. */
    static String pairOf(List<Membership> memberships) {
        return memberships.stream()
                .map(membership -> membership.member().value())
                .sorted()
                .collect(Collectors.joining(" "));
    }

    long version() {
        return version;
    }

    boolean isActive() {
        return status.equals(ACTIVE);
    }

    void become(Room room) {
        this.name = room.name().value();
        this.entryRule = room.rules().entry().name();
        this.postingRule = room.rules().posting().name();
        this.slowModeSeconds = room.rules().slowModeSeconds();
    }

    void delete() {
        this.status = DELETED;
    }

    void countMembers(int change) {
        memberCount += change;
    }

    Room toRoom() {
        return new Room(
                RoomId.of(id),
                RoomKind.valueOf(kind),
                new RoomName(name),
                new RoomRules(
                        RoomRules.Entry.valueOf(entryRule),
                        RoomRules.Posting.valueOf(postingRule),
                        slowModeSeconds),
                Instant.ofEpochMilli(createdAt),
                new MemberId(createdBy));
    }
}

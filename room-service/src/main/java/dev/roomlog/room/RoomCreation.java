package dev.roomlog.room;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.member.Members;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Opening a room. Its creator becomes OWNER; a DIRECT room has no roles. */
public final class RoomCreation {

    private final Rooms rooms;
    private final Members members;
    private final Clock clock;

    public RoomCreation(Rooms rooms, Members members, Clock clock) {
        this.rooms = rooms;
        this.members = members;
        this.clock = clock;
    }

    /**
     * @param others to be members from the start; for a DIRECT room exactly one
     */
    public record Wish(RoomName name, RoomKind kind, RoomRules rules, Set<MemberId> others) {
        public Wish {
            others = Set.copyOf(others);
        }
    }

    /** What became of a wish. */
    public sealed interface Outcome {
        record Done(Rooms.Creation creation) implements Outcome {}

        record Refused(RoomRejection why) implements Outcome {}
    }

    public Outcome create(MemberId creator, Wish wish) {
        Set<MemberId> all = new LinkedHashSet<>();
        all.add(creator);
        wish.others().stream().sorted().forEach(all::add);
        if (!members.existing(all).containsAll(all)) {
            return new Outcome.Refused(new RoomRejection.UnknownMember());
        }
        Room room =
                new Room(
                        RoomId.random(),
                        wish.kind(),
                        wish.name(),
                        wish.rules(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        creator);
        return rooms.create(room, memberships(creator, wish.kind(), all))
                .<Outcome>map(Outcome.Done::new)
                .orElseGet(() -> new Outcome.Refused(new RoomRejection.UnknownMember()));
    }

    private static List<Membership> memberships(
            MemberId creator, RoomKind kind, Set<MemberId> all) {
        List<Membership> memberships = new ArrayList<>();
        for (MemberId member : all) {
            boolean owner = kind != RoomKind.DIRECT && member.equals(creator);
            memberships.add(Membership.of(member, owner ? Role.OWNER : Role.MEMBER));
        }
        return memberships;
    }
}

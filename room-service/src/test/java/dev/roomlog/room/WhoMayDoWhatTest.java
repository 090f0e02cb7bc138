package dev.roomlog.room;

import static dev.roomlog.room.RoomKind.DIRECT;
import static dev.roomlog.room.RoomKind.PRIVATE;
import static dev.roomlog.room.RoomKind.PUBLIC;
import static dev.roomlog.room.RoomRules.Entry.ADMINS;
import static dev.roomlog.room.RoomRules.Entry.EVERYONE;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.member.Account;
import dev.roomlog.member.Member;
import dev.roomlog.member.Members;
import dev.roomlog.member.Username;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

class WhoMayDoWhatTest {

    private static final MemberId OWNER = new MemberId("owner");
    private static final MemberId MODERATOR = new MemberId("moderator");
    private static final MemberId MEMBER = new MemberId("member");
    private static final MemberId OTHER = new MemberId("other-member");
    private static final MemberId STRANGER = new MemberId("stranger");
    private static final MemberId BANNED = new MemberId("banned");

    private final InMemoryRooms rooms = new InMemoryRooms();
    private final Joining joining = new Joining(rooms, new Everybody());
    private final Inviting inviting = new Inviting(rooms, new Everybody());
    private final Leaving leaving = new Leaving(rooms);

    @Test
    void anyoneEntersAPublicRoomOnceAndForAll() {
        RoomId room = aRoom(PUBLIC, EVERYONE);

        assertThat(joining.join(room, STRANGER)).isInstanceOf(Decision.Changed.class);
        assertThat(joining.join(room, STRANGER)).isInstanceOf(Decision.Unchanged.class);
    }

    @Test
    void nobodyEntersAPrivateRoomAlone() {
        RoomId room = aRoom(PRIVATE, EVERYONE);

        refused(joining.join(room, STRANGER), RefusalCode.NOT_FOUND);
        assertThat(joining.join(room, MEMBER)).isInstanceOf(Decision.Unchanged.class);
        refused(joining.join(RoomId.random(), MEMBER), RefusalCode.NOT_FOUND);
    }

    @Test
    void theBannedStayOut() {
        RoomId room = aRoom(PUBLIC, EVERYONE);

        refused(joining.join(room, BANNED), RefusalCode.BANNED);
        refused(inviting.invite(room, OWNER, BANNED), RefusalCode.BANNED);
    }

    @Test
    void membersBringMembersUnlessTheRuleSaysStaff() {
        RoomId open = aRoom(PRIVATE, EVERYONE);
        RoomId kept = aRoom(PUBLIC, ADMINS);

        assertThat(inviting.invite(open, MEMBER, STRANGER)).isInstanceOf(Decision.Changed.class);
        refused(inviting.invite(kept, MEMBER, STRANGER), RefusalCode.ADMINS_ONLY);
        refused(joining.join(kept, STRANGER), RefusalCode.ADMINS_ONLY);
        assertThat(inviting.invite(kept, MODERATOR, STRANGER)).isInstanceOf(Decision.Changed.class);
    }

    @Test
    void strangersLearnNothingOfAPrivateRoom() {
        refused(inviting.invite(aRoom(PRIVATE, EVERYONE), STRANGER, MEMBER), RefusalCode.NOT_FOUND);
        refused(
                inviting.invite(aRoom(PUBLIC, EVERYONE), STRANGER, MEMBER),
                RefusalCode.NOT_A_MEMBER);
        refused(leaving.leave(aRoom(PRIVATE, EVERYONE), STRANGER), RefusalCode.NOT_FOUND);
    }

    @Test
    void nobodyInvitesSomeoneWhoIsNot() {
        refused(
                inviting.invite(aRoom(PRIVATE, EVERYONE), OWNER, new MemberId("nobody")),
                RefusalCode.UNKNOWN_MEMBER);
    }

    @Test
    void whoLeavesAndComesBackIsAPlainMember() {
        RoomId room = aRoom(PUBLIC, EVERYONE);

        assertThat(leaving.leave(room, MODERATOR)).isInstanceOf(Decision.Changed.class);
        assertThat(joining.join(room, MODERATOR))
                .isEqualTo(new Decision.Changed(Membership.of(MODERATOR, Role.MEMBER)));
    }

    @Test
    void theLastOwnerStays() {
        RoomId room = aRoom(PUBLIC, EVERYONE);

        refused(leaving.leave(room, OWNER), RefusalCode.LAST_OWNER);

        rooms.put(room, Membership.of(OTHER, Role.OWNER));
        assertThat(leaving.leave(room, OWNER)).isInstanceOf(Decision.Changed.class);
    }

    @Test
    void onlyAHigherRoleRemoves() {
        RoomId room = aRoom(PUBLIC, EVERYONE);

        refused(leaving.remove(room, MEMBER, OTHER), RefusalCode.FORBIDDEN);
        refused(leaving.remove(room, MODERATOR, OWNER), RefusalCode.FORBIDDEN);
        refused(leaving.remove(room, OWNER, STRANGER), RefusalCode.UNKNOWN_MEMBER);
        assertThat(leaving.remove(room, MODERATOR, OTHER)).isInstanceOf(Decision.Changed.class);
        assertThat(leaving.remove(room, OWNER, MODERATOR)).isInstanceOf(Decision.Changed.class);
    }

    @Test
    void aDirectRoomIsForItsTwo() {
        RoomId room = aRoom(DIRECT, EVERYONE);

        refused(inviting.invite(room, MEMBER, STRANGER), RefusalCode.FORBIDDEN);
        refused(leaving.remove(room, MEMBER, OTHER), RefusalCode.FORBIDDEN);
    }

    private RoomId aRoom(RoomKind kind, RoomRules.Entry entry) {
        RoomId id = RoomId.random();
        RoomRules rules = new RoomRules(entry, RoomRules.Posting.EVERYONE, 0);
        var _ =
                rooms.create(
                        new Room(id, kind, new RoomName("A room"), rules, Instant.EPOCH, OWNER),
                        List.of(
                                Membership.of(OWNER, Role.OWNER),
                                Membership.of(MODERATOR, Role.MODERATOR),
                                Membership.of(MEMBER, Role.MEMBER),
                                Membership.of(OTHER, Role.MEMBER),
                                new Membership(BANNED, MembershipStatus.BANNED, Role.MEMBER)));
        return id;
    }

    private static void refused(Decision decision, RefusalCode code) {
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.why().code()).isEqualTo(code));
    }

    /** Everybody is a member of the installation but "nobody". */
    private static final class Everybody implements Members {

        @Override
        public Set<MemberId> existing(Collection<MemberId> ids) {
            return ids.stream()
                    .filter(id -> !id.value().equals("nobody"))
                    .collect(Collectors.toSet());
        }

        @Override
        public boolean add(Account account, Instant at) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Member> find(MemberId id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Account> findAccount(Username username) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Member> named(String prefix, @Nullable String after, int limit) {
            throw new UnsupportedOperationException();
        }
    }
}

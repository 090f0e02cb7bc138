package dev.roomlog.room;

import static dev.roomlog.room.RoomKind.DIRECT;
import static dev.roomlog.room.RoomKind.PRIVATE;
import static dev.roomlog.room.RoomKind.PUBLIC;
import static dev.roomlog.room.RoomRules.Entry.ADMINS;
import static dev.roomlog.room.RoomRules.Entry.EVERYONE;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.member.Account;
import dev.roomlog.member.Member;
import dev.roomlog.member.Members;
import dev.roomlog.member.Username;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

class WhoMayDoWhatTest {

    private static final MemberId OWNER = new MemberId("owner");
    private static final MemberId MODERATOR = new MemberId("moderator");
    private static final MemberId MEMBER = new MemberId("member");
    private static final MemberId STRANGER = new MemberId("stranger");
    private static final MemberId BANNED = new MemberId("banned");

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final InMemoryRooms rooms = new InMemoryRooms();
    private final Members everybody = new Everybody();
    private final Leaving leaving = new Leaving(rooms);
    private final Banning banning = new Banning(rooms, everybody);
    private final Muting muting = new Muting(rooms);
    private final RoomSettings settings = new RoomSettings(rooms);
    private final RoomDeletion deletion = new RoomDeletion(rooms);

    enum Act {
        ADD,
        PROMOTE,
        DEMOTE,
        KICK,
        BAN,
        UNBAN,
        MUTE,
        UNMUTE
    }

    /** In each row: what the act by this one is answered, towards another of each role. */
    @ParameterizedTest(name = "{0} by {1}")
    @CsvSource(
            useHeadersInDisplayName = true,
            textBlock =
                    """
                    act,     by,        owner,        moderator,    member,       stranger
                    ADD,     owner,     unchanged,    unchanged,    unchanged,    done
                    ADD,     moderator, unchanged,    unchanged,    unchanged,    done
                    ADD,     member,    unchanged,    unchanged,    unchanged,    done
                    ADD,     stranger,  not-a-member, not-a-member, not-a-member, not-a-member
                    PROMOTE, owner,     unchanged,    done,         done,         done
                    PROMOTE, moderator, unchanged,    forbidden,    forbidden,    forbidden
                    PROMOTE, member,    unchanged,    forbidden,    forbidden,    forbidden
                    PROMOTE, stranger,  not-a-member, not-a-member, not-a-member, not-a-member
                    DEMOTE,  owner,     done,         done,         unchanged,    done
                    DEMOTE,  moderator, forbidden,    forbidden,    unchanged,    done
                    DEMOTE,  member,    forbidden,    forbidden,    unchanged,    done
                    DEMOTE,  stranger,  not-a-member, not-a-member, not-a-member, not-a-member
                    KICK,    owner,     done,         done,         done,         unknown-member
                    KICK,    moderator, forbidden,    done,         done,         unknown-member
                    KICK,    member,    forbidden,    forbidden,    forbidden,    forbidden
                    KICK,    stranger,  not-a-member, not-a-member, not-a-member, not-a-member
                    BAN,     owner,     done,         done,         done,         done
                    BAN,     moderator, forbidden,    done,         done,         done
                    BAN,     member,    forbidden,    forbidden,    forbidden,    forbidden
                    BAN,     stranger,  not-a-member, not-a-member, not-a-member, not-a-member
                    UNBAN,   owner,     unchanged,    unchanged,    unchanged,    unchanged
                    UNBAN,   moderator, forbidden,    unchanged,    unchanged,    unchanged
                    UNBAN,   member,    forbidden,    forbidden,    forbidden,    forbidden
                    UNBAN,   stranger,  not-a-member, not-a-member, not-a-member, not-a-member
                    MUTE,    owner,     done,         done,         done,         unknown-member
                    MUTE,    moderator, forbidden,    done,         done,         unknown-member
                    MUTE,    member,    forbidden,    forbidden,    forbidden,    forbidden
                    MUTE,    stranger,  not-a-member, not-a-member, not-a-member, not-a-member
                    UNMUTE,  owner,     unchanged,    unchanged,    unchanged,    unchanged
                    UNMUTE,  moderator, forbidden,    unchanged,    unchanged,    unchanged
                    UNMUTE,  member,    forbidden,    forbidden,    forbidden,    forbidden
                    UNMUTE,  stranger,  not-a-member, not-a-member, not-a-member, not-a-member
                    """)
    void towardsAnother(
            Act act, String by, String owner, String moderator, String member, String stranger) {
        for (RoomKind kind : List.of(PUBLIC, PRIVATE)) {
            assertThat(answers(act, by, kind))
                    .isEqualTo(
                            List.of(owner, moderator, member, stranger).stream()
                                    .map(answer -> asSeenFrom(kind, answer))
                                    .toList());
        }
        assertThat(answers(act, by, DIRECT))
                .containsOnly(by.equals("stranger") ? "not-found" : "forbidden");
    }

    private List<String> answers(Act act, String by, RoomKind kind) {
        return List.of("owner", "moderator", "member", "stranger").stream()
                .map(role -> {
                    RoomId room = aRoom(kind, EVERYONE);
                    MemberId another = new MemberId("another-" + role);
                    if (!role.equals("stranger")) {
                        rooms.put(
                                room,
                                Membership.of(
                                        another, Role.valueOf(role.toUpperCase(Locale.ROOT))));
                    }
                    return answer(perform(act, room, new MemberId(by), another));
                })
                .toList();
    }

    private Decision perform(Act act, RoomId room, MemberId by, MemberId whom) {
        return switch (act) {
            case ADD -> inviting().invite(room, by, false, whom, null);
            case PROMOTE -> inviting().invite(room, by, false, whom, Role.OWNER);
            case DEMOTE -> inviting().invite(room, by, false, whom, Role.MEMBER);
            case KICK -> leaving.remove(room, by, whom);
            case BAN -> banning.ban(room, by, whom, null);
            case UNBAN -> banning.lift(room, by, whom);
            case MUTE -> muting.mute(room, by, whom, null);
            case UNMUTE -> muting.lift(room, by, whom);
        };
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "owner,     unchanged,    last-owner",
        "moderator, forbidden,    done",
        "member,    forbidden,    unchanged",
        "stranger,  not-a-member, not-a-member"
    })
    void towardsOneself(String who, String promoted, String demoted) {
        MemberId me = new MemberId(who);
        RoomId room = aRoom(PUBLIC, EVERYONE);
        String moderated = who.equals("stranger") ? "not-a-member" : "forbidden";

        for (Act act : List.of(Act.BAN, Act.UNBAN, Act.MUTE, Act.UNMUTE)) {
            assertThat(answer(perform(act, room, me, me))).as(act.name()).isEqualTo(moderated);
        }
        assertThat(answer(perform(Act.PROMOTE, room, me, me))).isEqualTo(promoted);
        assertThat(answer(perform(Act.DEMOTE, room, me, me))).isEqualTo(demoted);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "owner,     done,         done",
        "moderator, done,         forbidden",
        "member,    forbidden,    forbidden",
        "stranger,  not-a-member, not-a-member"
    })
    void towardsTheRoom(String who, String change, String delete) {
        MemberId by = new MemberId(who);
        for (RoomKind kind : List.of(PUBLIC, PRIVATE)) {
            RoomId room = aRoom(kind, EVERYONE);

            assertThat(answer(settings.change(room, by, renamed("B"))))
                    .isEqualTo(asSeenFrom(kind, change));
            assertThat(answer(deletion.delete(room, by))).isEqualTo(asSeenFrom(kind, delete));
        }
        RoomId direct = aRoom(DIRECT, EVERYONE);
        String refused = who.equals("stranger") ? "not-found" : "forbidden";

        assertThat(answer(settings.change(direct, by, renamed("B")))).isEqualTo(refused);
        assertThat(answer(deletion.delete(direct, by))).isEqualTo(refused);
    }

    @ParameterizedTest
    @EnumSource(value = RoomKind.class, mode = Mode.EXCLUDE, names = "DIRECT")
    void theLastOwnerStaysUntilThereIsAnother(RoomKind kind) {
        RoomId room = aRoom(kind, EVERYONE);

        assertThat(answer(leaving.leave(room, OWNER))).isEqualTo("last-owner");
        assertThat(answer(leaving.remove(room, OWNER, OWNER))).isEqualTo("last-owner");
        assertThat(answer(perform(Act.DEMOTE, room, OWNER, OWNER))).isEqualTo("last-owner");

        rooms.put(room, Membership.of(MEMBER, Role.OWNER));
        assertThat(answer(leaving.leave(room, OWNER))).isEqualTo("done");
        assertThat(answer(leaving.leave(room, MEMBER))).isEqualTo("last-owner");
    }

    @Test
    void anyoneEntersAPublicRoomOnceAndForAll() {
        RoomId room = aRoom(PUBLIC, EVERYONE);

        assertThat(answer(joining().join(room, STRANGER, false))).isEqualTo("done");
        assertThat(answer(joining().join(room, STRANGER, false))).isEqualTo("unchanged");
    }

    @ParameterizedTest
    @EnumSource(value = RoomKind.class, mode = Mode.EXCLUDE, names = "PUBLIC")
    void nobodyEntersAnyOtherRoomAlone(RoomKind kind) {
        RoomId room = aRoom(kind, EVERYONE);

        assertThat(answer(joining().join(room, STRANGER, true))).isEqualTo("not-found");
        assertThat(answer(joining().join(room, BANNED, false))).isEqualTo("not-found");
        assertThat(answer(joining().join(room, MEMBER, false))).isEqualTo("unchanged");
        assertThat(answer(joining().join(RoomId.random(), MEMBER, false))).isEqualTo("not-found");
    }

    @Test
    void aRoomForAdminsIsEnteredByThemAndByWhomStaffBrings() {
        RoomId room = aRoom(PUBLIC, ADMINS);

        assertThat(answer(joining().join(room, STRANGER, false))).isEqualTo("admins-only");
        assertThat(answer(inviting().invite(room, MEMBER, false, STRANGER, null)))
                .isEqualTo("admins-only");
        assertThat(answer(inviting().invite(room, STRANGER, true, BANNED, null)))
                .isEqualTo("not-a-member");
        assertThat(answer(inviting().invite(room, MEMBER, true, STRANGER, null))).isEqualTo("done");
        assertThat(answer(leaving.leave(room, STRANGER))).isEqualTo("done");
        assertThat(answer(inviting().invite(room, MODERATOR, false, STRANGER, null)))
                .isEqualTo("done");
        assertThat(answer(leaving.leave(room, STRANGER))).isEqualTo("done");
        assertThat(answer(joining().join(room, STRANGER, true))).isEqualTo("done");
    }

    @Test
    void theBannedStayOutUntilTheBanEnds() {
        RoomId room = aRoom(PUBLIC, EVERYONE);
        assertThat(answer(banning.ban(room, MODERATOR, MEMBER, NOW.plus(HOUR)))).isEqualTo("done");

        for (MemberId banned : List.of(MEMBER, BANNED)) {
            assertThat(answer(joining().join(room, banned, true))).isEqualTo("banned");
            assertThat(answer(inviting().invite(room, OWNER, false, banned, null)))
                    .isEqualTo("banned");
        }

        assertThat(joining(NOW.plus(HOUR)).join(room, MEMBER, false))
                .isEqualTo(new Decision.Changed(Membership.of(MEMBER, Role.MEMBER)));
        assertThat(answer(joining(NOW.plus(HOUR)).join(room, BANNED, false))).isEqualTo("banned");
    }

    @Test
    void aLiftedBanLeavesOneWhoLeft() {
        RoomId room = aRoom(PUBLIC, EVERYONE);

        assertThat(banning.lift(room, MODERATOR, BANNED))
                .isEqualTo(new Decision.Changed(Membership.none(BANNED)));
        assertThat(answer(joining().join(room, BANNED, false))).isEqualTo("done");
    }

    @Test
    void aBanTakesTheRole() {
        RoomId room = aRoom(PUBLIC, EVERYONE);

        assertThat(answer(banning.ban(room, OWNER, MODERATOR, null))).isEqualTo("done");
        assertThat(answer(banning.ban(room, OWNER, MODERATOR, null))).isEqualTo("unchanged");
        assertThat(rooms.membership(room, MODERATOR).orElseThrow().role()).isEqualTo(Role.MEMBER);
    }

    @Test
    void aMuteSurvivesLeavingAndComingBack() {
        RoomId room = aRoom(PUBLIC, EVERYONE);
        Instant end = NOW.plus(HOUR);

        assertThat(answer(muting.mute(room, MODERATOR, MEMBER, end))).isEqualTo("done");
        assertThat(answer(muting.mute(room, MODERATOR, MEMBER, end))).isEqualTo("unchanged");
        assertThat(answer(leaving.leave(room, MEMBER))).isEqualTo("done");
        assertThat(answer(joining().join(room, MEMBER, false))).isEqualTo("done");
        assertThat(answer(perform(Act.PROMOTE, room, OWNER, MEMBER))).isEqualTo("done");
        assertThat(rooms.membership(room, MEMBER).orElseThrow().mutedUntil()).isEqualTo(end);

        assertThat(answer(muting.lift(room, OWNER, MEMBER))).isEqualTo("done");
        assertThat(rooms.membership(room, MEMBER).orElseThrow().mutedUntil()).isNull();
    }

    @Test
    void whoLeavesAndComesBackIsAPlainMember() {
        RoomId room = aRoom(PUBLIC, EVERYONE);

        assertThat(answer(leaving.leave(room, MODERATOR))).isEqualTo("done");
        assertThat(joining().join(room, MODERATOR, false))
                .isEqualTo(new Decision.Changed(Membership.of(MODERATOR, Role.MEMBER)));
    }

    @Test
    void nobodyBringsOrBansSomeoneWhoIsNot() {
        RoomId room = aRoom(PRIVATE, EVERYONE);
        MemberId nobody = new MemberId("nobody");

        for (Act act : List.of(Act.ADD, Act.PROMOTE, Act.KICK, Act.BAN, Act.MUTE)) {
            assertThat(answer(perform(act, room, OWNER, nobody)))
                    .as(act.name())
                    .isEqualTo("unknown-member");
        }
    }

    @Test
    void whoLeavesADirectRoomOnlyHidesIt() {
        RoomId room = aRoom(DIRECT, EVERYONE);

        assertThat(leaving.leave(room, MEMBER)).isEqualTo(new Decision.Hidden(MEMBER));
        assertThat(answer(leaving.leave(room, STRANGER))).isEqualTo("not-found");
    }

    @Test
    void settingsKeepWhatIsNotNamed() {
        RoomId room = aRoom(PUBLIC, ADMINS);

        assertThat(answer(settings.change(room, MODERATOR, renamed("A room"))))
                .isEqualTo("unchanged");
        var wish = new RoomSettings.Wish(null, null, RoomRules.Posting.STAFF, 30);
        assertThat(answer(settings.change(room, MODERATOR, wish))).isEqualTo("done");
        assertThat(rooms.find(room).orElseThrow().rules())
                .isEqualTo(new RoomRules(ADMINS, RoomRules.Posting.STAFF, 30));
    }

    @Test
    void nothingCanBeDoneInADeletedRoom() {
        RoomId room = aRoom(PUBLIC, EVERYONE);

        assertThat(answer(deletion.delete(room, OWNER))).isEqualTo("done");
        for (Act act : Act.values()) {
            assertThat(answer(perform(act, room, OWNER, MEMBER))).isEqualTo("not-found");
        }
        assertThat(answer(joining().join(room, STRANGER, true))).isEqualTo("not-found");
    }

    @Test
    void onlyStaffSeesWhoIsBanned() {
        RoomId open = aRoom(PUBLIC, EVERYONE);
        RoomId hidden = aRoom(PRIVATE, EVERYONE);

        assertThat(banning.hidesListFrom(open, OWNER)).isEmpty();
        assertThat(banning.hidesListFrom(open, MODERATOR)).isEmpty();
        assertThat(banning.hidesListFrom(open, MEMBER)).contains(new RoomRejection.Forbidden());
        assertThat(banning.hidesListFrom(open, STRANGER)).contains(new RoomRejection.NotAMember());
        assertThat(banning.hidesListFrom(hidden, BANNED)).contains(new RoomRejection.NotFound());
    }

    /** One of each role, and one who is banned for ever; in a DIRECT room roles mean nothing. */
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
                                Membership.none(BANNED).banned(null)));
        return id;
    }

    private static RoomSettings.Wish renamed(String name) {
        return new RoomSettings.Wish(new RoomName(name), null, null, null);
    }

    private Joining joining() {
        return joining(NOW);
    }

    private Joining joining(Instant at) {
        return new Joining(rooms, everybody, Clock.fixed(at, ZoneOffset.UTC));
    }

    private Inviting inviting() {
        return new Inviting(rooms, everybody, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /** A room that is not public does not show that it is there. */
    private static String asSeenFrom(RoomKind kind, String answer) {
        return kind != PUBLIC && answer.equals("not-a-member") ? "not-found" : answer;
    }

    private static String answer(Decision decision) {
        return switch (decision) {
            case Decision.Refused(RoomRejection why) -> why.code().code();
            case Decision.Unchanged _ -> "unchanged";
            case Decision.Changed _,
                    Decision.RoomChanged _,
                    Decision.RoomDeleted _,
                    Decision.Hidden _ ->
                    "done";
        };
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

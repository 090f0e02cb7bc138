package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who may do what to whom: never less than staff, never against a higher role, never the last
 * owner.
 */
@ExtendWith(SharedStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModerationIT {

    private final Installation roomlog;
    private final Member owner;
    private final Member secondOwner;
    private final Member moderator;
    private final Member secondModerator;
    private final Member member;
    private final Member secondMember;
    private final Member outsider;
    private String room;

    ModerationIT(Installation roomlog) {
        this.roomlog = roomlog;
        this.owner = roomlog.newMember("owner");
        this.secondOwner = roomlog.newMember("owner");
        this.moderator = roomlog.newMember("moderator");
        this.secondModerator = roomlog.newMember("moderator");
        this.member = roomlog.newMember("member");
        this.secondMember = roomlog.newMember("member");
        this.outsider = roomlog.newMember("outsider");
    }

    @BeforeEach
    void openRoom() {
        room = roomlog.newRoom(owner, "PUBLIC", member, secondMember);
        roomlog.giveRole(room, owner, secondOwner, "OWNER").expect(200);
        roomlog.giveRole(room, owner, moderator, "MODERATOR").expect(200);
        roomlog.giveRole(room, owner, secondModerator, "MODERATOR").expect(200);
    }

    /** Rows: who does it. Columns: to an owner, a moderator, a member, to himself. */
    @ParameterizedTest(name = "{0} {1}s")
    @CsvSource({
        "OWNER,     kick,    done,      done,      done,      last-owner",
        "OWNER,     ban,     done,      done,      done,      forbidden",
        "OWNER,     unban,   done,      done,      done,      forbidden",
        "OWNER,     mute,    done,      done,      done,      forbidden",
        "OWNER,     unmute,  done,      done,      done,      forbidden",
        "OWNER,     promote, done,      done,      done,      done",
        "OWNER,     demote,  done,      done,      done,      last-owner",
        "MODERATOR, kick,    forbidden, done,      done,      done",
        "MODERATOR, ban,     forbidden, done,      done,      forbidden",
        "MODERATOR, mute,    forbidden, done,      done,      forbidden",
        "MODERATOR, unmute,  forbidden, done,      done,      forbidden",
        "MODERATOR, promote, done,      forbidden, forbidden, forbidden",
        "MODERATOR, demote,  forbidden, forbidden, done,      done",
        "MEMBER,    kick,    forbidden, forbidden, forbidden, done",
        "MEMBER,    ban,     forbidden, forbidden, forbidden, forbidden",
        "MEMBER,    unban,   forbidden, forbidden, forbidden, forbidden",
        "MEMBER,    mute,    forbidden, forbidden, forbidden, forbidden",
        "MEMBER,    unmute,  forbidden, forbidden, forbidden, forbidden",
        "MEMBER,    promote, done,      forbidden, forbidden, forbidden",
        "MEMBER,    demote,  forbidden, forbidden, done,      done",
        "OUTSIDER,  kick,    not-a-member, not-a-member, not-a-member, not-a-member",
        "OUTSIDER,  ban,     not-a-member, not-a-member, not-a-member, not-a-member",
        "OUTSIDER,  unban,   not-a-member, not-a-member, not-a-member, not-a-member",
        "OUTSIDER,  mute,    not-a-member, not-a-member, not-a-member, not-a-member",
        "OUTSIDER,  unmute,  not-a-member, not-a-member, not-a-member, not-a-member",
        "OUTSIDER,  promote, not-a-member, not-a-member, not-a-member, not-a-member",
        "OUTSIDER,  demote,  not-a-member, not-a-member, not-a-member, not-a-member",
    })
    void staffModeratesAndNeverAHigherRole(
            String role,
            String act,
            String againstOwner,
            String againstModerator,
            String againstMember,
            String againstHimself) {
        Member by =
                switch (role) {
                    case "OWNER" -> secondOwner;
                    case "MODERATOR" -> secondModerator;
                    case "MEMBER" -> secondMember;
                    default -> outsider;
                };
        Map<String, String> before = rolesIn(room);

        expect(act, by, owner, againstOwner);
        expect(act, by, moderator, againstModerator);
        expect(act, by, member, againstMember);
        expect(act, by, by, againstHimself);

        boolean refusedAll =
                !(againstOwner + againstModerator + againstMember + againstHimself)
                        .contains("done");
        if (refusedAll) {
            assertThat(rolesIn(room)).as("what is refused changes nothing").isEqualTo(before);
        }
    }

    private void expect(String act, Member by, Member target, String outcome) {
        Rest.Answer answer =
                switch (act) {
                    case "kick" -> roomlog.kick(room, by, target);
                    case "ban" -> roomlog.ban(room, by, target);
                    case "unban" -> roomlog.unban(room, by, target);
                    case "mute" -> roomlog.mute(room, by, target);
                    case "unmute" -> roomlog.unmute(room, by, target);
                    case "promote" -> roomlog.giveRole(room, by, target, "OWNER");
                    default -> roomlog.giveRole(room, by, target, "MEMBER");
                };
        if (!outcome.equals("done")) {
            answer.expectRefused(outcome);
            return;
        }
        answer.expectStatus(200, 204);
        String is = rolesIn(room).getOrDefault(target.id(), "gone");
        switch (act) {
            case "kick", "ban" -> assertThat(is).isEqualTo("gone");
            case "promote" -> assertThat(is).isEqualTo("OWNER");
            case "demote" -> assertThat(is).isEqualTo("MEMBER");
            default -> assertThat(is).isNotEqualTo("gone");
        }
    }

    @Test
    void whoIsNotThereIsNotModeratedAndWhoDoesNotExistNeither() {
        Member absent = roomlog.newMember("absent");
        Member nobody = new Member("nobody", "00000000-0000-4000-8000-000000000000", "", "");

        roomlog.kick(room, owner, absent).expectRefused("unknown-member");
        roomlog.mute(room, owner, absent).expectRefused("unknown-member");
        for (Rest.Answer answer :
                new Rest.Answer[] {
                    roomlog.kick(room, owner, nobody),
                    roomlog.ban(room, owner, nobody),
                    roomlog.mute(room, owner, nobody),
                    roomlog.giveRole(room, owner, nobody, "MODERATOR")
                }) {
            answer.expectRefused("unknown-member");
        }
    }

    @Test
    void aKickEndsTheSubscriptionOnEveryEdgeAndSaysWhy() {
        try (Everywhere kicked = roomlog.connectEverywhere(member);
                Everywhere stays = roomlog.connectEverywhere(owner)) {
            Everywhere.Inboxes toKicked = kicked.subscribe(room);
            Everywhere.Inboxes toStayer = stays.subscribe(room);
            Everywhere.Inboxes notices = kicked.notifications();

            roomlog.kick(room, moderator, member).expectStatus(204);

            Received last = toKicked.nextMember("removed", member);
            assertThat(last.field("by")).isEqualTo(moderator.id());
            assertThat(toStayer.nextMember("removed", member).body()).isEqualTo(last.body());
            Received notice = notices.next("removed");
            assertThat(notice.field("roomId")).isEqualTo(room);
            assertThat(notice.field("by")).isEqualTo(moderator.id());
            stays.canSend(room);
            toStayer.next("posted");
            kicked.cannotSend(room, "not-a-member");
            kicked.cannotSubscribe(room, "not-a-member");
            toKicked.forEach(inbox ->
                    assertThat(inbox.all().getLast().field("change")).isEqualTo("removed"));
            assertThat(kicked.connections()).allMatch(StompUser::isConnected);
            roomlog.join(room, member).expect(200);
            kicked.subscribe(room);
            kicked.canSend(room);
        }
    }

    @Test
    void aBanIsFeltLikeAKick() {
        try (Everywhere banned = roomlog.connectEverywhere(member)) {
            Everywhere.Inboxes heard = banned.subscribe(room);
            Everywhere.Inboxes notices = banned.notifications();

            JsonNode answer = roomlog.ban(room, moderator, member).expect(200);

            assertThat(answer.get("id").stringValue()).isEqualTo(member.id());
            assertThat(answer.get("status").stringValue()).isEqualTo("BANNED");
            assertThat(answer.has("until")).isFalse();
            heard.nextMember("removed", member);
            notices.next("removed");
            banned.cannotSend(room, "banned");
        }
    }

    @Test
    void aRoleEndsWithLeaving() {
        roomlog.change(room, owner, "{\"posting\":\"STAFF\"}").expect(200);

        roomlog.leave(room, moderator).expectStatus(204);
        roomlog.join(room, moderator).expect(200);
        roomlog.ban(room, owner, secondModerator).expect(200);
        roomlog.unban(room, owner, secondModerator).expectStatus(204);
        roomlog.add(room, owner, secondModerator).expect(200);

        for (Member former : new Member[] {moderator, secondModerator}) {
            assertThat(rolesIn(room)).containsEntry(former.id(), "MEMBER");
            roomlog.kick(room, former, member).expectRefused("forbidden");
            try (Everywhere speaker = roomlog.connectEverywhere(former)) {
                speaker.subscribe(room);
                speaker.cannotSend(room, "posting-restricted");
            }
        }
    }

    @Test
    void theLastOwnerStaysAndStaysOwner() {
        roomlog.leave(room, secondOwner).expectStatus(204);

        roomlog.leave(room, owner).expectRefused("last-owner");
        roomlog.kick(room, owner, owner).expectRefused("last-owner");
        roomlog.giveRole(room, owner, owner, "MEMBER").expectRefused("last-owner");
        roomlog.giveRole(room, owner, owner, "MODERATOR").expectRefused("last-owner");
        assertThat(rolesIn(room)).containsEntry(owner.id(), "OWNER");

        roomlog.giveRole(room, owner, moderator, "OWNER").expect(200);
        roomlog.leave(room, owner).expectStatus(204);
        roomlog.leave(room, moderator).expectRefused("last-owner");
    }

    @Test
    void aDirectRoomKnowsNoRolesAndNoModeration() {
        String direct = roomlog.newDirectRoom(owner, secondOwner);

        roomlog.giveRole(direct, owner, secondOwner, "OWNER").expectRefused("forbidden");
        roomlog.giveRole(direct, owner, owner, "MEMBER").expectRefused("forbidden");
        roomlog.kick(direct, owner, secondOwner).expectRefused("forbidden");
        roomlog.ban(direct, owner, secondOwner).expectRefused("forbidden");
        roomlog.unban(direct, owner, secondOwner).expectRefused("forbidden");
        roomlog.mute(direct, owner, secondOwner).expectRefused("forbidden");
        roomlog.unmute(direct, owner, secondOwner).expectRefused("forbidden");
        roomlog.rename(direct, owner, "Ours").expectRefused("forbidden");
        roomlog.change(direct, owner, "{\"slowModeSeconds\":5}").expectRefused("forbidden");
        roomlog.deleteRoom(direct, owner).expectRefused("forbidden");
    }

    @Test
    void leavingADirectRoomHidesItFromMyListUntilTheNextMessage() {
        String direct = roomlog.newDirectRoom(owner, member);
        try (StompUser other = roomlog.connect(owner);
                StompUser hider = roomlog.connect(member)) {
            long said = other.sendAndAwait(direct, "before").position();
            roomlog.history(member, direct).upTo(said);
            awaitListed(member, direct, true);

            roomlog.leave(direct, member).expectStatus(204);

            awaitListed(member, direct, false);
            awaitListed(owner, direct, true);
            hider.subscribe(direct);
            other.sendAndAwait(direct, "after");
            awaitListed(member, direct, true);

            roomlog.leave(direct, member).expectStatus(204);
            awaitListed(member, direct, false);
            roomlog.createDirect(member, owner).expect(200);
            awaitListed(member, direct, true);
        }
    }

    private void awaitListed(Member who, String wanted, boolean listed) {
        Awaitility.await("%s lists it: %s".formatted(who.username(), listed))
                .atMost(Duration.ofSeconds(15))
                .until(() -> {
                    for (JsonNode item :
                            roomlog.rest().get("/api/rooms", who).expect(200).get("items")) {
                        if (item.get("id").stringValue().equals(wanted)) {
                            return listed;
                        }
                    }
                    return !listed;
                });
    }

    /** By member ID, as an owner who never leaves sees them. */
    private Map<String, String> rolesIn(String of) {
        Map<String, String> roles = new TreeMap<>();
        roomlog.members(of, member)
                .expect(200)
                .get("items")
                .forEach(item ->
                        roles.put(item.get("id").stringValue(), item.get("role").stringValue()));
        return roles;
    }
}

package dev.roomlog.publishing;

import static dev.roomlog.message.Log.at;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.MessageText;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.membership.KnownRoom;
import dev.roomlog.membership.Membership;
import dev.roomlog.membership.Standing;
import dev.roomlog.membership.States;
import dev.roomlog.message.Content;
import dev.roomlog.message.Message;
import dev.roomlog.message.Reaction;
import dev.roomlog.posting.Edit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class ChangeRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final MemberId ANNA = new MemberId("anna");
    private static final MemberId BEN = new MemberId("ben");
    private static final Emoji THUMB = new Emoji("👍");

    private final RoomId room = RoomId.random();
    private final MessageId id = MessageId.random();

    @Test
    void onlyItsAuthorEditsAMessage() {
        assertThat(edit(inside(States.aMember(room, BEN)), said())).isEqualTo(forbidden());
        assertThat(edit(inside(States.staff(room, BEN)), said())).isEqualTo(forbidden());

        MessageEvent event = published(edit(inside(States.aMember(room, ANNA)), said()));

        assertThat(event.getEdited().getMessageId()).isEqualTo(id.toBytes());
        assertThat(event.getEdited().getEditorId()).isEqualTo("anna");
        assertThat(event.getEdited().getText()).isEqualTo("better");
        assertThat(event.getEdited().getMentionsList()).containsExactly("ben");
    }

    @Test
    void anEditReplacesTheMentionsItNames() {
        Edit edit = new Edit(new MessageText("better"), Optional.of(List.of(ANNA)));

        Decision decision = ChangeRules.edit(inside(States.aMember(room, ANNA)), said(), edit, NOW);

        assertThat(published(decision).getEdited().getMentionsList()).containsExactly("anna");
    }

    @Test
    void whoMayNotSpeakMayNotEditButMayDelete() {
        Standing.Inside muted = inside(States.muted(room, ANNA, NOW.plusSeconds(1)));
        Standing.Inside restricted =
                new Standing.Inside(
                        new KnownRoom(room, true, KnownRoom.Kind.PUBLIC, false, Duration.ZERO, 1),
                        States.aMember(room, ANNA));

        assertThat(edit(muted, said())).isEqualTo(refused(RefusalCode.MUTED));
        assertThat(edit(restricted, said())).isEqualTo(refused(RefusalCode.POSTING_RESTRICTED));
        assertThat(edit(inside(States.muted(room, ANNA, NOW)), said()))
                .isInstanceOf(Decision.Publish.class);
        assertThat(ChangeRules.delete(muted, said())).isInstanceOf(Decision.Publish.class);
        assertThat(ChangeRules.delete(restricted, said())).isInstanceOf(Decision.Publish.class);
    }

    @Test
    void authorAndStaffDeleteAndNobodyElse() {
        assertThat(ChangeRules.delete(inside(States.aMember(room, BEN)), said()))
                .isEqualTo(forbidden());

        for (Membership each : List.of(States.aMember(room, ANNA), States.staff(room, BEN))) {
            MessageEvent event = published(ChangeRules.delete(inside(each), said()));
            assertThat(event.getDeleted().getDeletedBy()).isEqualTo(each.member().value());
        }
    }

    @Test
    void nobodyIsStaffInADirectRoom() {
        Standing.Inside direct =
                new Standing.Inside(
                        States.aRoom(room, KnownRoom.Kind.DIRECT), States.staff(room, BEN));

        assertThat(ChangeRules.delete(direct, said())).isEqualTo(forbidden());
    }

    @Test
    void aDeletedMessageStaysAsItIs() {
        Standing.Inside anna = inside(States.aMember(room, ANNA));
        Message gone = message(new Content.Erased());

        assertThat(edit(anna, gone))
                .isInstanceOfSatisfying(
                        Decision.Refuse.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.CONFLICT));
        assertThat(ChangeRules.react(anna, gone, THUMB, NOW))
                .isInstanceOfSatisfying(
                        Decision.Refuse.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.CONFLICT));
        assertThat(ChangeRules.delete(anna, gone)).isEqualTo(new Decision.Stands(at(9)));
        assertThat(ChangeRules.unreact(anna, gone, THUMB)).isEqualTo(new Decision.Stands(at(9)));
    }

    @Test
    void aReactionIsSetAndTakenBackWhateverHistoryShowsByNow() {
        Standing.Inside ben = inside(States.aMember(room, BEN));
        Message liked = saidWith(Set.of(new Reaction(BEN, "👍")));

        for (Message each : List.of(said(), liked)) {
            var set = published(ChangeRules.react(ben, each, THUMB, NOW)).getReaction();
            assertThat(set.getMemberId()).isEqualTo("ben");
            assertThat(set.getEmoji()).isEqualTo("👍");
            assertThat(set.getSet()).isTrue();
            var unset = published(ChangeRules.unreact(ben, each, THUMB)).getReaction();
            assertThat(unset.getSet()).isFalse();
        }
    }

    @Test
    void whoIsMutedDoesNotReactButMayTakeBack() {
        Standing.Inside muted = inside(States.muted(room, BEN, NOW.plusSeconds(1)));

        assertThat(ChangeRules.react(muted, said(), THUMB, NOW))
                .isEqualTo(refused(RefusalCode.MUTED));
        assertThat(ChangeRules.unreact(muted, said(), THUMB)).isInstanceOf(Decision.Publish.class);
    }

    @Test
    void aMessageHasAtMostTwentyDifferentEmoji() {
        Standing.Inside ben = inside(States.aMember(room, BEN));
        Message full =
                saidWith(
                        IntStream.range(0, 20)
                                .mapToObj(i -> new Reaction(ANNA, Character.toString(0x1F600 + i)))
                                .collect(Collectors.toSet()));

        assertThat(ChangeRules.react(ben, full, THUMB, NOW))
                .isInstanceOfSatisfying(
                        Decision.Refuse.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.CONFLICT));
        assertThat(ChangeRules.react(ben, full, new Emoji("😀"), NOW))
                .isInstanceOf(Decision.Publish.class);
    }

    private static Decision edit(Standing.Inside who, Message message) {
        return ChangeRules.edit(
                who, message, new Edit(new MessageText("better"), Optional.empty()), NOW);
    }

    private Standing.Inside inside(Membership membership) {
        return new Standing.Inside(States.aRoom(room, KnownRoom.Kind.PUBLIC), membership);
    }

    private Message said() {
        return saidWith(Set.of());
    }

    private Message saidWith(Set<Reaction> reactions) {
        @Nullable Instant neverEdited = null;
        return message(
                new Content.Spoken(new MessageText("good"), List.of(BEN), neverEdited, reactions));
    }

    /** By Anna. */
    private Message message(Content content) {
        return new Message(id, room, at(3), ANNA, null, null, NOW, content, at(9));
    }

    private static MessageEvent published(Decision decision) {
        return ((Decision.Publish) decision).event();
    }

    private static Decision forbidden() {
        return refused(RefusalCode.FORBIDDEN);
    }

    private static Decision refused(RefusalCode code) {
        return Decision.Refuse.of(code);
    }
}

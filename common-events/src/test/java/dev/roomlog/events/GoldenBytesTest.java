package dev.roomlog.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;

import dev.roomlog.events.v1.AccountStatus;
import dev.roomlog.events.v1.AuthorErased;
import dev.roomlog.events.v1.DeadLetter;
import dev.roomlog.events.v1.DeadLetterHeader;
import dev.roomlog.events.v1.EntryRule;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.MembershipStatus;
import dev.roomlog.events.v1.MentionNotice;
import dev.roomlog.events.v1.MessageDeleted;
import dev.roomlog.events.v1.MessageEdited;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;
import dev.roomlog.events.v1.Notice;
import dev.roomlog.events.v1.PostingRule;
import dev.roomlog.events.v1.Presence;
import dev.roomlog.events.v1.ReactionChanged;
import dev.roomlog.events.v1.ReadMarker;
import dev.roomlog.events.v1.Role;
import dev.roomlog.events.v1.RoomDeleted;
import dev.roomlog.events.v1.RoomKind;
import dev.roomlog.events.v1.RoomState;
import dev.roomlog.events.v1.RoomStatus;
import dev.roomlog.events.v1.Signal;
import dev.roomlog.events.v1.Typing;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Bytes as released stay readable, and are still what is written. One entry a kind of event and
 * release.
 */
class GoldenBytesTest {

    private static final ByteString ID = ByteString.fromHex("000102030405860788090a0b0c0d0e0f");
    private static final Timestamp TIME =
            Timestamp.newBuilder().setSeconds(1_795_000_000L).setNanos(5_000_000).build();

    static Map<String, Message> events() {
        Map<String, Message> events = new LinkedHashMap<>();
        events.put(
                "posted",
                MessageEvent.newBuilder()
                        .setPosted(
                                MessagePosted.newBuilder()
                                        .setMessageId(ID)
                                        .setSenderId("alice")
                                        .setClientMessageId("c-1")
                                        .setText("안녕 👋")
                                        .setReplyTo(ID)
                                        .addMentions("bob")
                                        .addMentions("carol"))
                        .build());
        events.put(
                "edited",
                MessageEvent.newBuilder()
                        .setEdited(
                                MessageEdited.newBuilder()
                                        .setMessageId(ID)
                                        .setEditorId("alice")
                                        .setText("new")
                                        .addMentions("bob"))
                        .build());
        events.put(
                "deleted",
                MessageEvent.newBuilder()
                        .setDeleted(
                                MessageDeleted.newBuilder().setMessageId(ID).setDeletedBy("bob"))
                        .build());
        events.put(
                "reaction",
                MessageEvent.newBuilder()
                        .setReaction(
                                ReactionChanged.newBuilder()
                                        .setMessageId(ID)
                                        .setMemberId("bob")
                                        .setEmoji("👍")
                                        .setSet(true))
                        .build());
        events.put(
                "room-deleted",
                MessageEvent.newBuilder()
                        .setRoomDeleted(RoomDeleted.newBuilder().setDeletedBy("alice"))
                        .build());
        events.put(
                "author-erased",
                MessageEvent.newBuilder()
                        .setAuthorErased(AuthorErased.newBuilder().setMemberId("alice"))
                        .build());
        events.put(
                "room",
                RoomState.newBuilder()
                        .setStatus(RoomStatus.ROOM_STATUS_ACTIVE)
                        .setVersion(7)
                        .setName("Lobby")
                        .setKind(RoomKind.ROOM_KIND_PRIVATE)
                        .setEntry(EntryRule.ENTRY_RULE_ADMINS)
                        .setPosting(PostingRule.POSTING_RULE_STAFF)
                        .setSlowModeSeconds(30)
                        .setCreatedAt(TIME)
                        .setCreatedBy("alice")
                        .build());
        events.put(
                "membership",
                MembershipState.newBuilder()
                        .setStatus(MembershipStatus.MEMBERSHIP_STATUS_BANNED)
                        .setVersion(8)
                        .setRole(Role.ROLE_MODERATOR)
                        .setMutedUntil(TIME)
                        .setTokensNotBefore(TIME)
                        .setAccount(AccountStatus.ACCOUNT_STATUS_DISABLED)
                        .setBannedUntil(TIME)
                        .setChangedBy("bob")
                        .build());
        events.put("read", ReadMarker.newBuilder().setPosition(17_592_186_044_458L).build());
        events.put(
                "typing",
                Signal.newBuilder().setTyping(Typing.newBuilder().setMemberId("alice")).build());
        events.put(
                "presence",
                Signal.newBuilder()
                        .setPresence(
                                Presence.newBuilder()
                                        .setMemberId("alice")
                                        .setEdgeId("e1")
                                        .setOnline(true)
                                        .setLeaseSeconds(30))
                        .build());
        events.put(
                "mention",
                Notice.newBuilder()
                        .setMention(
                                MentionNotice.newBuilder()
                                        .setMessageId(ID)
                                        .setPosition(17_592_186_044_458L)
                                        .setSenderId("alice")
                                        .addMemberIds("bob"))
                        .build());
        events.put(
                "dead-letter",
                DeadLetter.newBuilder()
                        .setTopic("chat.messages.e1")
                        .setPartition(3)
                        .setOffset(42)
                        .setKey(ByteString.copyFromUtf8("k"))
                        .setValue(ByteString.copyFromUtf8("v"))
                        .addHeaders(
                                DeadLetterHeader.newBuilder()
                                        .setName("type")
                                        .setValue(ByteString.copyFromUtf8("posted")))
                        .setReader("message-service")
                        .setCause("not a protobuf value of this topic")
                        .build());
        return events;
    }

    static Stream<Arguments> released() throws IOException {
        Properties golden = new Properties();
        try (InputStream in =
                GoldenBytesTest.class.getResourceAsStream("/golden/v0.1.0.properties")) {
            golden.load(in);
        }
        assertThat(golden.stringPropertyNames()).isEqualTo(events().keySet());
        return events().entrySet().stream()
                .map(e -> Arguments.of(e.getKey(), e.getValue(), golden.getProperty(e.getKey())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("released")
    void releasedBytesAreReadAndWrittenTheSame(String name, Message event, String hex)
            throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThat((Message) event.getParserForType().parseFrom(bytes)).isEqualTo(event);
        assertThat(HexFormat.of().formatHex(event.toByteArray())).isEqualTo(hex);
    }
}

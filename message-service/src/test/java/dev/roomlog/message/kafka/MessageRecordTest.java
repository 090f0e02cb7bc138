package dev.roomlog.message.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;

import dev.roomlog.events.MessageId;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;
import dev.roomlog.events.RoomPartitioner;
import dev.roomlog.events.TopicLayout;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;
import dev.roomlog.events.v1.ReactionChanged;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.function.Consumer;

class MessageRecordTest {

    private static final TopicLayout LAYOUT = new TopicLayout(12, 1, 3);
    private static final RoomId ROOM = RoomId.random();
    private static final int PARTITION = RoomPartitioner.partitionOf(ROOM, 12);

    @Test
    void understandsAPostedMessage() {
        assertThat(posted(_ -> {})).isInstanceOf(MessageRecord.Understood.class);
    }

    @Test
    void skipsWhatALaterReleaseAddedAndHousekeeping() {
        byte[] unknownCase = {(byte) 0xfa, 0x3f, 0x00};

        assertThat(read(PARTITION, key(), unknownCase)).isInstanceOf(MessageRecord.Unknown.class);
        assertThat(read(PARTITION, key(), null)).isInstanceOf(MessageRecord.Unknown.class);
    }

    @Test
    void findsWhatCanNeverBeApplied() {
        assertMalformed(read(PARTITION, key(), new byte[] {(byte) 0xff}));
        assertMalformed(read(PARTITION, new byte[] {1, 2}, valid()));
        assertMalformed(read(PARTITION, null, valid()));
        assertMalformed(read((PARTITION + 1) % 12, key(), valid()));
        assertMalformed(posted(posted -> posted.setMessageId(ByteString.copyFromUtf8("short"))));
        assertMalformed(posted(posted -> posted.setSenderId("not a member")));
        assertMalformed(posted(posted -> posted.setText("")));
        assertMalformed(posted(posted -> posted.setText("x".repeat(8_193))));
        assertMalformed(posted(posted -> posted.setClientMessageId("with space")));
        assertMalformed(posted(posted -> posted.addMentions("")));
        assertMalformed(posted(posted -> posted.setReplyTo(ByteString.copyFromUtf8("short"))));
        assertMalformed(reaction(""));
        assertMalformed(reaction("x".repeat(33)));
    }

    private static void assertMalformed(MessageRecord record) {
        assertThat(record)
                .isInstanceOfSatisfying(
                        MessageRecord.Malformed.class,
                        malformed -> assertThat(malformed.cause()).isNotBlank());
    }

    private static MessageRecord posted(Consumer<MessagePosted.Builder> change) {
        MessagePosted.Builder posted =
                MessagePosted.newBuilder()
                        .setMessageId(MessageId.random().toBytes())
                        .setSenderId("anna")
                        .setText("hello");
        change.accept(posted);
        return read(
                PARTITION,
                key(),
                MessageEvent.newBuilder().setPosted(posted).build().toByteArray());
    }

    private static MessageRecord reaction(String emoji) {
        ReactionChanged reaction =
                ReactionChanged.newBuilder()
                        .setMessageId(MessageId.random().toBytes())
                        .setMemberId("anna")
                        .setEmoji(emoji)
                        .setSet(true)
                        .build();
        return read(
                PARTITION,
                key(),
                MessageEvent.newBuilder().setReaction(reaction).build().toByteArray());
    }

    private static byte[] valid() {
        return MessageEvent.newBuilder()
                .setPosted(
                        MessagePosted.newBuilder()
                                .setMessageId(MessageId.random().toBytes())
                                .setSenderId("anna")
                                .setText("hello"))
                .build()
                .toByteArray();
    }

    private static byte[] key() {
        return RoomKey.of(ROOM).toBytes();
    }

    private static MessageRecord read(
            int partition, byte @Nullable [] key, byte @Nullable [] value) {
        return MessageRecord.of(
                new ConsumerRecord<>("chat.messages.e3", partition, 7, key, value), LAYOUT);
    }
}

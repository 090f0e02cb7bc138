package dev.roomlog.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.v1.MentionNotice;
import dev.roomlog.events.v1.MessagePosted;
import dev.roomlog.events.v1.Notice;

import org.junit.jupiter.api.Test;

import java.util.List;

class OutgoingEventTest {

    private static final RoomId ROOM = RoomId.random();
    private static final Position POSITION = Position.of(1, 7);

    @Test
    void tellsTheMentionedButNotTheSender() throws Exception {
        MessagePosted posted = posted("bob", "alice", "eve");

        OutgoingEvent event = OutgoingEvent.mention(ROOM, POSITION, posted).orElseThrow();

        assertThat(event.topic()).isEqualTo("chat.notices");
        assertThat(event.key()).isEqualTo(RoomKey.of(ROOM));
        assertThat(event.type()).isEqualTo(EventType.MENTION);
        MentionNotice mention = Notice.parseFrom(event.value()).getMention();
        assertThat(mention.getMessageId()).isEqualTo(posted.getMessageId());
        assertThat(mention.getPosition()).isEqualTo(POSITION.value());
        assertThat(mention.getSenderId()).isEqualTo("alice");
        assertThat(mention.getMemberIdsList()).containsExactly("bob", "eve");
    }

    @Test
    void tellsNobodyWhereNobodyElseIsMentioned() {
        assertThat(OutgoingEvent.mention(ROOM, POSITION, posted("alice"))).isEmpty();
        assertThat(OutgoingEvent.mention(ROOM, POSITION, posted())).isEmpty();
    }

    private static MessagePosted posted(String... mentions) {
        return MessagePosted.newBuilder()
                .setMessageId(MessageId.random().toBytes())
                .setSenderId("alice")
                .setText("hey")
                .addAllMentions(List.of(mentions))
                .build();
    }
}

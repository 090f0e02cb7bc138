package dev.roomlog.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.UnknownFieldSet;

import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.MembershipStatus;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;
import dev.roomlog.events.v1.Signal;

import org.junit.jupiter.api.Test;

import java.util.Random;

class DecodedTest {

    @Test
    void aCaseOfALaterReleaseIsUnknownNotAnError() {
        byte[] later =
                UnknownFieldSet.newBuilder()
                        .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                        .build()
                        .toByteArray();

        assertThat(Decoded.message(later)).isInstanceOf(Decoded.Unknown.class);
        assertThat(Decoded.signal(later)).isInstanceOf(Decoded.Unknown.class);
        assertThat(Decoded.notice(later)).isInstanceOf(Decoded.Unknown.class);
    }

    @Test
    void aFieldOfALaterReleaseIsIgnored() {
        byte[] later =
                MembershipState.newBuilder()
                        .setVersion(3)
                        .setUnknownFields(
                                UnknownFieldSet.newBuilder()
                                        .addField(
                                                99,
                                                UnknownFieldSet.Field.newBuilder()
                                                        .addVarint(1)
                                                        .build())
                                        .build())
                        .build()
                        .toByteArray();

        assertThat(Decoded.membership(later))
                .isInstanceOfSatisfying(
                        Decoded.Known.class,
                        known ->
                                assertThat(((MembershipState) known.event()).getVersion())
                                        .isEqualTo(3));
    }

    @Test
    void anEnumValueOfALaterReleaseIsNoneOfOurs() {
        byte[] later = MembershipState.newBuilder().setStatusValue(77).build().toByteArray();

        assertThat(Decoded.membership(later))
                .isInstanceOfSatisfying(
                        Decoded.Known.class,
                        known ->
                                assertThat(((MembershipState) known.event()).getStatus())
                                        .isEqualTo(MembershipStatus.UNRECOGNIZED));
    }

    @Test
    void aTombstoneIsUnknown() {
        assertThat(Decoded.room(null)).isInstanceOf(Decoded.Unknown.class);
    }

    @Test
    void neverThrowsOnWhateverBytes() {
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);

            assertThat(Decoded.message(bytes)).isNotNull();
            assertThat(Decoded.membership(bytes)).isNotNull();
        }
        assertThat(Decoded.message(new byte[] {0x0a, 0x7f})).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void nothingCanBeSentThatIsOfNoKindOrHasNoMessageId() {
        RoomId room = RoomId.random();

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> OutgoingEvent.message(1, room, MessageEvent.getDefaultInstance()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OutgoingEvent.signal(room, Signal.getDefaultInstance()));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        OutgoingEvent.message(
                                1,
                                room,
                                MessageEvent.newBuilder()
                                        .setPosted(MessagePosted.getDefaultInstance())
                                        .build()));
    }

    @Test
    void onlyASendWithAClientMessageIdIsRetryable() {
        RoomId room = RoomId.random();
        MessagePosted.Builder posted =
                MessagePosted.newBuilder().setMessageId(MessageId.random().toBytes()).setText("x");

        OutgoingEvent once =
                OutgoingEvent.message(1, room, MessageEvent.newBuilder().setPosted(posted).build());
        OutgoingEvent retryable =
                OutgoingEvent.message(
                        1,
                        room,
                        MessageEvent.newBuilder()
                                .setPosted(posted.setClientMessageId("c"))
                                .build());

        assertThat(once.idempotent()).isFalse();
        assertThat(retryable.idempotent()).isTrue();
        assertThat(retryable.type()).isEqualTo(EventType.POSTED);
        assertThat(retryable.topic()).isEqualTo("chat.messages.e1");
    }
}

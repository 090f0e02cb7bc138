package dev.roomlog.events;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;

import dev.roomlog.events.v1.DeadLetter;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.Notice;
import dev.roomlog.events.v1.ReadMarker;
import dev.roomlog.events.v1.RoomState;
import dev.roomlog.events.v1.Signal;

import org.jspecify.annotations.Nullable;

import java.util.function.Predicate;

/**
 * What a record's value turned out to be. Decoding never throws: a reader that meets the unknown
 * counts and skips it, one that meets the malformed sends it to the dead letters, and both go on.
 */
public sealed interface Decoded<T extends Message> {

    /** A value this release understands. */
    record Known<T extends Message>(T event) implements Decoded<T> {}

    /**
     * Well-formed, of a kind that a later release added (or a null tombstone, which is
     * housekeeping).
     */
    record Unknown<T extends Message>() implements Decoded<T> {}

    /** Not a value of this topic. The cause names no content. */
    record Malformed<T extends Message>(String cause) implements Decoded<T> {}

    static Decoded<MessageEvent> message(byte @Nullable [] value) {
        return decode(
                MessageEvent.parser(),
                value,
                event -> event.getEventCase() != MessageEvent.EventCase.EVENT_NOT_SET);
    }

    static Decoded<RoomState> room(byte @Nullable [] value) {
        return decode(RoomState.parser(), value, state -> true);
    }

    static Decoded<MembershipState> membership(byte @Nullable [] value) {
        return decode(MembershipState.parser(), value, state -> true);
    }

    static Decoded<ReadMarker> read(byte @Nullable [] value) {
        return decode(ReadMarker.parser(), value, marker -> true);
    }

    static Decoded<Signal> signal(byte @Nullable [] value) {
        return decode(
                Signal.parser(),
                value,
                signal -> signal.getSignalCase() != Signal.SignalCase.SIGNAL_NOT_SET);
    }

    static Decoded<Notice> notice(byte @Nullable [] value) {
        return decode(
                Notice.parser(),
                value,
                notice -> notice.getNoticeCase() != Notice.NoticeCase.NOTICE_NOT_SET);
    }

    static Decoded<DeadLetter> deadLetter(byte @Nullable [] value) {
        return decode(DeadLetter.parser(), value, letter -> true);
    }

    private static <T extends Message> Decoded<T> decode(
            Parser<T> parser, byte @Nullable [] value, Predicate<T> known) {
        if (value == null) {
            return new Unknown<>();
        }
        try {
            T event = parser.parseFrom(value);
            return known.test(event) ? new Known<>(event) : new Unknown<>();
        } catch (InvalidProtocolBufferException e) {
            return new Malformed<>("not a protobuf value of this topic");
        }
    }
}

package dev.roomlog.room.activity;

import dev.roomlog.events.ClientMessageId;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A log in words: each event takes the next position. */
final class Log {

    static final RoomId ROOM = RoomId.random();

    final List<RoomLogEvent> events = new ArrayList<>();

    static MessageId id(String name) {
        return MessageId.derive(ROOM, new MemberId("x"), new ClientMessageId(name));
    }

    private Position next() {
        return Position.of(1, events.size());
    }

    Log posted(String message, String sender, String text) {
        return posted(ROOM, message, sender, text);
    }

    private Log posted(RoomId room, String message, String sender, String text) {
        events.add(
                new RoomLogEvent.Posted(
                        room,
                        next(),
                        Instant.ofEpochMilli(1_000L * events.size()),
                        id(message),
                        new MemberId(sender),
                        text));
        return this;
    }

    Log edited(String message, String text) {
        events.add(new RoomLogEvent.Edited(ROOM, next(), id(message), text));
        return this;
    }

    Log deleted(String message) {
        events.add(new RoomLogEvent.Deleted(ROOM, next(), id(message)));
        return this;
    }

    Log erased(String author) {
        events.add(new RoomLogEvent.AuthorErased(ROOM, next(), new MemberId(author)));
        return this;
    }

    Log ended() {
        events.add(new RoomLogEvent.RoomDeleted(ROOM, next()));
        return this;
    }

    /** Whatever may happen in three rooms. */
    static List<RoomLogEvent> random(Random random, int length) {
        Log log = new Log();
        List<RoomId> rooms = List.of(ROOM, RoomId.random(), RoomId.random());
        while (log.events.size() < length) {
            RoomId room = rooms.get(random.nextInt(3));
            MessageId message = id("m" + random.nextInt(6));
            MemberId someone = new MemberId("s" + random.nextInt(3));
            Position next = log.next();
            int dice = random.nextInt(20);
            if (dice < 10) {
                log.posted(room, "m" + random.nextInt(6), someone.value(), "text " + next.offset());
            } else if (dice < 15) {
                log.events.add(
                        new RoomLogEvent.Edited(room, next, message, "edit " + next.offset()));
            } else if (dice < 18) {
                log.events.add(new RoomLogEvent.Deleted(room, next, message));
            } else if (dice < 19) {
                log.events.add(new RoomLogEvent.AuthorErased(room, next, someone));
            } else if (random.nextInt(10) == 0) {
                log.events.add(new RoomLogEvent.RoomDeleted(room, next));
            }
        }
        return log.events;
    }
}

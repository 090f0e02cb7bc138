package dev.roomlog.message;

import dev.roomlog.events.ClientMessageId;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.MessageText;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Events in words: each method appends one and returns the log. */
public final class Log {

    public static final MemberId ANNA = new MemberId("anna");
    public static final MemberId BEN = new MemberId("ben.o'neill/$1");
    private static final Instant START = Instant.parse("2026-11-21T12:00:00.123Z");

    private final List<LoggedEvent> events = new ArrayList<>();
    private long offset;

    public List<LoggedEvent> events() {
        return List.copyOf(events);
    }

    public static MessageId id(RoomId room, String name) {
        return MessageId.derive(room, ANNA, new ClientMessageId(name));
    }

    public static Position at(long offset) {
        return Position.of(1, offset);
    }

    /** By Anna, or by Ben if the name says so; mentions Ben. */
    public Log posted(RoomId room, String name) {
        return said(room, name, null, BEN);
    }

    public Log posted(RoomId room, String name, MemberId... mentions) {
        return said(room, name, null, mentions);
    }

    public Log answered(RoomId room, String name, String answered) {
        return said(room, name, id(room, answered), BEN);
    }

    private Log said(RoomId room, String name, @Nullable MessageId replyTo, MemberId... mentions) {
        MemberId sender = name.startsWith("ben") ? BEN : ANNA;
        Position position = at(offset);
        Content content =
                Content.Spoken.first(new MessageText(name + " at " + offset), List.of(mentions));
        return append(
                new LoggedEvent.Posted(
                        new Message(
                                id(room, name),
                                room,
                                position,
                                sender,
                                new ClientMessageId(name),
                                replyTo,
                                START.plusMillis(offset),
                                content,
                                position)));
    }

    /** Mentions who is given, and nobody else any more. */
    public Log edited(RoomId room, String name, MemberId... mentions) {
        var edit =
                new Change.Edit(
                        new MessageText("edited at " + offset),
                        List.of(mentions),
                        START.plusMillis(offset));
        return changed(room, name, new Change.Altered(at(offset), edit, Map.of()));
    }

    public Log deleted(RoomId room, String name) {
        return changed(room, name, new Change.Erased(at(offset)));
    }

    public Log reaction(RoomId room, String name, MemberId member, String emoji, boolean set) {
        var reactions = Map.of(new Reaction(member, emoji), set);
        return changed(room, name, new Change.Altered(at(offset), null, reactions));
    }

    public Log roomDeleted(RoomId room) {
        return append(new LoggedEvent.RoomDeleted(room, at(offset)));
    }

    public Log authorErased(RoomId room, MemberId author) {
        return append(new LoggedEvent.AuthorErased(room, author, at(offset)));
    }

    private Log changed(RoomId room, String name, Change change) {
        return append(new LoggedEvent.Changed(room, id(room, name), change));
    }

    private Log append(LoggedEvent event) {
        events.add(event);
        offset++;
        return this;
    }

    /** Few messages in few rooms, so that much happens to each. */
    public static List<LoggedEvent> random(RandomGenerator random, List<RoomId> rooms, int length) {
        Log log = new Log();
        for (int i = 0; i < length; i++) {
            RoomId room = rooms.get(random.nextInt(rooms.size()));
            String name = (random.nextBoolean() ? "anna-" : "ben-") + random.nextInt(4);
            MemberId member = random.nextBoolean() ? ANNA : BEN;
            switch (random.nextInt(16)) {
                case 0, 1, 2, 3, 4 -> log.posted(room, name);
                case 5, 6, 7 -> log.edited(room, name);
                case 8 -> log.edited(room, name, member);
                case 9 -> log.deleted(room, name);
                case 10 -> log.authorErased(room, member);
                case 11 -> log.roomDeleted(room);
                default ->
                        log.reaction(
                                room,
                                name,
                                member,
                                random.nextBoolean() ? "👍" : "🎉",
                                random.nextInt(3) > 0);
            }
        }
        return log.events();
    }
}

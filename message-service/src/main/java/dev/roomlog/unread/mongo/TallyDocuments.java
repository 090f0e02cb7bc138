package dev.roomlog.unread.mongo;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;
import dev.roomlog.unread.MemberTally;
import dev.roomlog.unread.Newest;
import dev.roomlog.unread.RoomTally;
import dev.roomlog.unread.RoomTally.Stray;

import org.bson.Document;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/** How tallies are written down. */
final class TallyDocuments {

    private TallyDocuments() {}

    /** All but {@code _id}. */
    static Document fieldsOf(RoomTally tally) {
        return new Document("upTo", tally.upTo().value())
                .append("last", tally.last().value())
                .append("messages", values(tally.messages().positions()))
                .append("strays", tally.strays().stream().map(TallyDocuments::documentOf).toList());
    }

    private static Document documentOf(Stray stray) {
        return new Document("member", stray.member().value()).append("at", stray.at().value());
    }

    static RoomTally roomOf(Document found) {
        return new RoomTally(
                RoomId.of(found.getString("_id")),
                position(found, "upTo"),
                position(found, "last"),
                newest(found, "messages"),
                found.getList("strays", Document.class).stream()
                        .map(each ->
                                new Stray(
                                        new MemberId(each.getString("member")),
                                        position(each, "at")))
                        .toList());
    }

    /** All that comes from the message log. */
    static Document fieldsOf(MemberTally tally) {
        return new Document("upTo", tally.upTo().value())
                .append("mentions", values(tally.mentions().positions()));
    }

    static MemberTally memberOf(Document found) {
        byte[] key = found.getString("_id").getBytes(StandardCharsets.US_ASCII);
        return new MemberTally(
                RoomKey.parse(key).orElseThrow(),
                position(found, "read"),
                position(found, "upTo"),
                newest(found, "mentions"));
    }

    static List<Long> values(Collection<Position> positions) {
        return positions.stream().map(Position::value).toList();
    }

    private static Newest newest(Document found, String field) {
        return new Newest(found.getList(field, Long.class).stream().map(Position::new).toList());
    }

    private static Position position(Document found, String field) {
        return new Position(found.getLong(field));
    }
}

package dev.roomlog.message.web;

import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.message.ChangePlace;
import dev.roomlog.posting.Parsed;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where the next page of a list begins: opaque to clients, good for the query it came from. A
 * forged one can at worst begin a page elsewhere: it grants nothing.
 */
final class Cursors {

    private static final Pattern POSITIONS = Pattern.compile(" ");

    private Cursors() {}

    static String of(Position changedAfter, ChangePlace next) {
        return encode("changed %s %s %s".formatted(changedAfter, next.change(), next.message()));
    }

    static Parsed<ChangePlace> changes(String cursor, Position changedAfter) {
        return positions("changed " + changedAfter, cursor, 2)
                .then(both -> new Parsed.Valid<>(new ChangePlace(both.getFirst(), both.getLast())));
    }

    static String of(MessageId answered, Position next) {
        return encode("replies %s %s".formatted(answered, next));
    }

    static Parsed<Position> replies(String cursor, MessageId answered) {
        return positions("replies " + answered, cursor, 1)
                .then(one -> new Parsed.Valid<>(one.getFirst()));
    }

    private static Parsed<List<Position>> positions(String query, String cursor, int count) {
        String text = decode(cursor);
        List<Position> positions =
                text != null && text.startsWith(query + " ")
                        ? POSITIONS
                                .splitAsStream(text.substring(query.length() + 1))
                                .flatMap(each -> Position.parse(each).stream())
                                .toList()
                        : List.of();
        return positions.size() == count
                ? new Parsed.Valid<>(positions)
                : Parsed.Refused.invalid("cursor", "cursor is not one of this list");
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static @Nullable String decode(String cursor) {
        try {
            String text =
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            // Base64 is lenient with padding and with the last digit's spare bits.
            return encode(text).equals(cursor) ? text : null;
        } catch (IllegalArgumentException _) {
            return null; // whatever it is, it is not ours
        }
    }
}

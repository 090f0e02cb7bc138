package dev.roomlog.message.mongo;

import dev.roomlog.events.ClientMessageId;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.MessageText;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.message.Change;
import dev.roomlog.message.Content;
import dev.roomlog.message.Message;
import dev.roomlog.message.Placed;
import dev.roomlog.message.Reaction;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** How a message is written down. */
final class MessageDocuments {

    private static final Base64.Encoder KEYS = Base64.getUrlEncoder().withoutPadding();

    /** What {@link #placedOf} reads. */
    static final Document PLACE =
            new Document("room", 1)
                    .append("position", 1)
                    .append("sender", 1)
                    .append("deleted", 1)
                    .append("mentions", 1);

    private MessageDocuments() {}

    /** All but {@code _id}. */
    static Document fieldsOf(Message message) {
        Document fields =
                new Document("room", message.room().toString())
                        .append("position", message.position().value())
                        .append("sender", message.sender().value())
                        .append("sentAt", Date.from(message.sentAt()));
        if (message.clientId() != null) {
            fields.append("clientId", message.clientId().value());
        }
        if (message.replyTo() != null) {
            fields.append("replyTo", message.replyTo().toString());
        }
        switch (message.content()) {
            case Content.Spoken spoken -> {
                fields.append("deleted", false)
                        .append("text", spoken.text().value())
                        .append("mentions", values(spoken.mentions()));
                if (spoken.editedAt() != null) {
                    fields.append("editedAt", Date.from(spoken.editedAt()));
                }
                Document reactions = new Document();
                spoken.reactions().forEach(each -> reactions.append(keyOf(each), documentOf(each)));
                fields.append("reactions", reactions);
            }
            case Content.Erased _ -> fields.putAll(erased());
        }
        return fields.append("lastChange", message.lastChange().value());
    }

    private static Document erased() {
        return new Document("deleted", true)
                .append("mentions", List.of())
                .append("reactions", new Document());
    }

    static Document updateOf(Change change) {
        return switch (change) {
            case Change.Erased erased -> erasing(erased.upTo());
            case Change.Altered altered -> updateOf(altered);
        };
    }

    static Document erasing(Position at) {
        return new Document("$set", erased().append("lastChange", at.value()))
                .append("$unset", new Document("text", "").append("editedAt", ""));
    }

    private static Document updateOf(Change.Altered change) {
        Document set = new Document("lastChange", change.upTo().value());
        Document unset = new Document();
        if (change.edit() != null) {
            set.append("text", change.edit().text().value())
                    .append("mentions", values(change.edit().mentions()))
                    .append("editedAt", Date.from(change.edit().at()));
        }
        change.reactions()
                .forEach((reaction, present) -> {
                    String field = "reactions." + keyOf(reaction);
                    if (present) {
                        set.append(field, documentOf(reaction));
                    } else {
                        unset.append(field, "");
                    }
                });
        Document update = new Document("$set", set);
        return unset.isEmpty() ? update : update.append("$unset", unset);
    }

    static Message messageOf(Document document) {
        String replyTo = document.getString("replyTo");
        String clientId = document.getString("clientId");
        return new Message(
                messageId(document.getString("_id")),
                RoomId.of(document.getString("room")),
                new Position(document.getLong("position")),
                new MemberId(document.getString("sender")),
                clientId == null ? null : new ClientMessageId(clientId),
                replyTo == null ? null : messageId(replyTo),
                document.getDate("sentAt").toInstant(),
                contentOf(document),
                new Position(document.getLong("lastChange")));
    }

    static Placed placedOf(Document document) {
        return new Placed(
                messageId(document.getString("_id")),
                RoomId.of(document.getString("room")),
                new Position(document.getLong("position")),
                new MemberId(document.getString("sender")),
                document.getBoolean("deleted"),
                mentionsOf(document));
    }

    private static List<MemberId> mentionsOf(Document document) {
        return document.getList("mentions", String.class).stream().map(MemberId::new).toList();
    }

    private static Content contentOf(Document document) {
        return document.getBoolean("deleted")
                ? new Content.Erased()
                : new Content.Spoken(
                        new MessageText(document.getString("text")),
                        mentionsOf(document),
                        instant(document.getDate("editedAt")),
                        reactionsOf(document.get("reactions", Document.class)));
    }

    private static Set<Reaction> reactionsOf(Document reactions) {
        return reactions.values().stream()
                .map(Document.class::cast)
                .map(each ->
                        new Reaction(
                                new MemberId(each.getString("member")), each.getString("emoji")))
                .collect(Collectors.toSet());
    }

    private static Document documentOf(Reaction reaction) {
        return new Document("member", reaction.member().value()).append("emoji", reaction.emoji());
    }

    /** A field name may hold neither a dot nor a dollar in front; a member ID may. */
    private static String keyOf(Reaction reaction) {
        return encoded(reaction.emoji()) + ":" + encoded(reaction.member().value());
    }

    private static String encoded(String text) {
        return KEYS.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> values(List<MemberId> members) {
        return members.stream().map(MemberId::value).toList();
    }

    private static MessageId messageId(String text) {
        return new MessageId(UUID.fromString(text));
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}

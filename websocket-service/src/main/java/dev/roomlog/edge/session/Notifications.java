package dev.roomlog.edge.session;

import dev.roomlog.events.MessageId;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MentionNotice;

import tools.jackson.databind.node.ObjectNode;

/** The JSON bodies on {@code /user/queue/notifications}. */
final class Notifications {

    private Notifications() {}

    /**
     * @param by whose doing it is
     */
    static ObjectNode about(RoomId room, String by) {
        return Replies.object().put("roomId", room.toString()).put("by", by);
    }

    static ObjectNode mention(RoomId room, MentionNotice mention) {
        return about(room, mention.getSenderId())
                .put(
                        "messageId",
                        MessageId.fromBytes(mention.getMessageId())
                                .map(MessageId::toString)
                                .orElse(""))
                .put("position", mention.getPosition());
    }
}

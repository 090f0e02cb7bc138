package dev.roomlog.posting;

import dev.roomlog.events.ClientMessageId;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.MessageText;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A message a client wants to post, well-formed but not yet judged. */
public record Draft(
        MessageText text,
        Optional<ClientMessageId> clientMessageId,
        Optional<MessageId> replyTo,
        List<MemberId> mentions) {

    public Draft {
        mentions = List.copyOf(mentions);
    }

    /** Whether a repetition could no longer be recognised. */
    public boolean isStale(Instant now, Duration duplicateWindow) {
        return clientMessageId.map(id -> id.isStale(now, duplicateWindow)).orElse(false);
    }

    /** The same each time for one with a client message ID; else another each time. */
    public MessageId idFor(RoomId room, MemberId sender) {
        return clientMessageId
                .map(client -> MessageId.derive(room, sender, client))
                .orElseGet(MessageId::random);
    }

    public MessageEvent postedBy(MemberId sender, MessageId id) {
        MessagePosted.Builder posted =
                MessagePosted.newBuilder()
                        .setMessageId(id.toBytes())
                        .setSenderId(sender.value())
                        .setText(text.value());
        clientMessageId.ifPresent(client -> posted.setClientMessageId(client.value()));
        replyTo.ifPresent(reply -> posted.setReplyTo(reply.toBytes()));
        mentions.forEach(member -> posted.addMentions(member.value()));
        return MessageEvent.newBuilder().setPosted(posted).build();
    }
}

package dev.roomlog.edge.send;

import dev.roomlog.events.ClientMessageId;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.MessageText;

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
}

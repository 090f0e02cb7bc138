package dev.roomlog.publishing;

import com.google.protobuf.ByteString;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.v1.MessageDeleted;
import dev.roomlog.events.v1.MessageEdited;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.ReactionChanged;
import dev.roomlog.membership.Standing;
import dev.roomlog.message.Content;
import dev.roomlog.message.Message;
import dev.roomlog.message.Reaction;
import dev.roomlog.posting.Edit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who may change a message how. Whoever may not speak now may not edit either; whoever is muted may
 * not react. Taking back is always allowed: deleting one's own message, removing one's reaction.
 *
 * <p>What history shows may be a moment old, so only what is terminal is taken as standing already:
 * a reaction that does not show yet can be removed, and a text put back that was just replaced.
 */
final class ChangeRules {

    static final int MAX_EMOJIS = 20;

    private static final Decision GONE =
            new Decision.Refuse(RefusalCode.CONFLICT, "The message has been deleted");

    private ChangeRules() {}

    static Decision edit(Standing.Inside who, Message message, Edit edit, Instant now) {
        MemberId member = who.membership().member();
        if (!message.sender().equals(member)) {
            return Decision.Refuse.of(RefusalCode.FORBIDDEN);
        }
        Optional<RefusalCode> silenced = who.right().refusal(now);
        if (silenced.isPresent()) {
            return Decision.Refuse.of(silenced.get());
        }
        return switch (message.content()) {
            case Content.Erased _ -> GONE;
            case Content.Spoken spoken ->
                    new Decision.Publish(
                            edited(
                                    member,
                                    message,
                                    edit,
                                    edit.mentions().orElse(spoken.mentions())));
        };
    }

    static Decision delete(Standing.Inside who, Message message) {
        MemberId member = who.membership().member();
        if (!message.sender().equals(member) && !who.isStaff()) {
            return Decision.Refuse.of(RefusalCode.FORBIDDEN);
        }
        return switch (message.content()) {
            case Content.Erased _ -> new Decision.Stands(message.lastChange());
            case Content.Spoken _ -> new Decision.Publish(deleted(member, message));
        };
    }

    static Decision react(Standing.Inside who, Message message, Emoji emoji, Instant now) {
        if (who.isMuted(now)) {
            return Decision.Refuse.of(RefusalCode.MUTED);
        }
        Reaction reaction = new Reaction(who.membership().member(), emoji.value());
        return switch (message.content()) {
            case Content.Erased _ -> GONE;
            case Content.Spoken spoken when isFull(spoken, emoji) ->
                    new Decision.Refuse(
                            RefusalCode.CONFLICT,
                            "The message has %d different emoji".formatted(MAX_EMOJIS));
            case Content.Spoken _ -> new Decision.Publish(reaction(message, reaction, true));
        };
    }

    static Decision unreact(Standing.Inside who, Message message, Emoji emoji) {
        Reaction reaction = new Reaction(who.membership().member(), emoji.value());
        return switch (message.content()) {
            case Content.Erased _ -> new Decision.Stands(message.lastChange());
            case Content.Spoken _ -> new Decision.Publish(reaction(message, reaction, false));
        };
    }

    private static boolean isFull(Content.Spoken spoken, Emoji emoji) {
        List<String> present = spoken.reactions().stream().map(Reaction::emoji).distinct().toList();
        return present.size() >= MAX_EMOJIS && !present.contains(emoji.value());
    }

    private static MessageEvent edited(
            MemberId editor, Message message, Edit edit, List<MemberId> mentions) {
        MessageEdited.Builder edited =
                MessageEdited.newBuilder()
                        .setMessageId(id(message))
                        .setEditorId(editor.value())
                        .setText(edit.text().value());
        mentions.forEach(each -> edited.addMentions(each.value()));
        return MessageEvent.newBuilder().setEdited(edited).build();
    }

    private static MessageEvent deleted(MemberId by, Message message) {
        return MessageEvent.newBuilder()
                .setDeleted(
                        MessageDeleted.newBuilder()
                                .setMessageId(id(message))
                                .setDeletedBy(by.value()))
                .build();
    }

    private static MessageEvent reaction(Message message, Reaction reaction, boolean set) {
        return MessageEvent.newBuilder()
                .setReaction(
                        ReactionChanged.newBuilder()
                                .setMessageId(id(message))
                                .setMemberId(reaction.member().value())
                                .setEmoji(reaction.emoji())
                                .setSet(set))
                .build();
    }

    private static ByteString id(Message message) {
        return message.id().toBytes();
    }
}

package dev.roomlog.publishing;

import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.membership.RoomAccess;
import dev.roomlog.membership.Standing;
import dev.roomlog.message.HistoryAnswer;
import dev.roomlog.message.Message;
import dev.roomlog.message.MessageLookup;
import dev.roomlog.posting.Edit;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.util.function.BiFunction;

/** Changes of messages that were posted before. */
public final class Changing {

    private final RoomAccess access;
    private final MessageLookup lookup;
    private final Publishing publishing;
    private final Clock clock;

    public Changing(RoomAccess access, MessageLookup lookup, Publishing publishing, Clock clock) {
        this.access = access;
        this.lookup = lookup;
        this.publishing = publishing;
        this.clock = clock;
    }

    /** Which message. */
    public record Target(RoomId room, MessageId message) {}

    public Mono<Outcome> edit(Author author, Target target, Edit edit) {
        return change(
                author,
                target,
                (who, message) -> ChangeRules.edit(who, message, edit, clock.instant()));
    }

    public Mono<Outcome> delete(Author author, Target target) {
        return change(author, target, ChangeRules::delete);
    }

    public Mono<Outcome> react(Author author, Target target, Emoji emoji) {
        return change(
                author,
                target,
                (who, message) -> ChangeRules.react(who, message, emoji, clock.instant()));
    }

    public Mono<Outcome> unreact(Author author, Target target, Emoji emoji) {
        return change(author, target, (who, message) -> ChangeRules.unreact(who, message, emoji));
    }

    private Mono<Outcome> change(
            Author author, Target target, BiFunction<Standing.Inside, Message, Decision> rule) {
        return access.standing(target.room, author.member(), author.tokenIssuedAt())
                .flatMap(standing ->
                        switch (standing) {
                            case Standing.Outside outside -> refused(outside.code());
                            case Standing.Inside inside ->
                                    lookup.of(target.room, target.message)
                                            .flatMap(found ->
                                                    change(author, target, inside, found, rule));
                        });
    }

    private Mono<Outcome> change(
            Author author,
            Target target,
            Standing.Inside who,
            HistoryAnswer<Message> found,
            BiFunction<Standing.Inside, Message, Decision> rule) {
        return switch (found) {
            case HistoryAnswer.Refused<Message>(RefusalCode code) -> refused(code);
            case HistoryAnswer.Found<Message>(Message message) ->
                    switch (rule.apply(who, message)) {
                        case Decision.Publish(MessageEvent event) ->
                                publishing.publish(author, target.room, target.message, event);
                        case Decision.Stands(Position since) ->
                                Mono.just(new Outcome.Done(target.message, since));
                        case Decision.Refuse(RefusalCode code, String detail) ->
                                Mono.just(Outcome.Refused.because(code, detail));
                    };
        };
    }

    private static Mono<Outcome> refused(RefusalCode code) {
        return Mono.just(Outcome.Refused.of(code));
    }
}

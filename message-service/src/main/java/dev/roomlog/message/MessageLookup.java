package dev.roomlog.message;

import dev.roomlog.events.MessageId;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;

import reactor.core.publisher.Mono;

/** Finds a message by its ID, also one that was said a moment ago. */
public final class MessageLookup {

    private final Messages messages;
    private final CatchingUp catchingUp;

    public MessageLookup(Messages messages, CatchingUp catchingUp) {
        this.messages = messages;
        this.catchingUp = catchingUp;
    }

    /**
     * One that history does not have is refused with {@code not-found} only when history has
     * applied all that the log held when it was asked for; else with {@code history-delayed}.
     */
    public Mono<HistoryAnswer<Message>> of(RoomId room, MessageId id) {
        Mono<HistoryAnswer<Message>> known =
                Mono.defer(() -> messages.byId(room, id)).map(HistoryAnswer.Found::new);
        return known.switchIfEmpty(
                Mono.defer(() -> catchingUp.upToNow(room))
                        .flatMap(caughtUp ->
                                known.defaultIfEmpty(
                                        new HistoryAnswer.Refused<>(
                                                caughtUp
                                                        ? RefusalCode.NOT_FOUND
                                                        : RefusalCode.HISTORY_DELAYED))));
    }
}

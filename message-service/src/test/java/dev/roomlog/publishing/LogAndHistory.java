package dev.roomlog.publishing;

import dev.roomlog.events.ClientMessageId;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.MessageText;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;
import dev.roomlog.message.AppliedPositions;
import dev.roomlog.message.Content;
import dev.roomlog.message.Folding;
import dev.roomlog.message.InMemoryMessages;
import dev.roomlog.message.LogEnds;
import dev.roomlog.message.LoggedEvent;
import dev.roomlog.message.Message;
import dev.roomlog.message.Write;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A log of one room, and history that applies it when it is let. */
final class LogAndHistory implements RoomLog, AppliedPositions {

    final InMemoryMessages messages = new InMemoryMessages();
    final List<MessageEvent> log = new ArrayList<>();
    final List<Position> told = new ArrayList<>();
    boolean acknowledges = true;
    boolean applies = true;
    Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final List<LoggedEvent> waiting = new ArrayList<>();
    private final Sinks.Many<Position> here = Sinks.many().multicast().directBestEffort();
    private long applied = -1;

    @Override
    public Mono<Position> append(RoomId room, MessageEvent event) {
        return Mono.defer(() -> {
            Position position = position(log.size());
            log.add(event);
            waiting.add(new LoggedEvent.Posted(messageOf(room, event.getPosted(), position)));
            if (applies) {
                catchUp();
            }
            return acknowledges
                    ? Mono.just(position)
                    : Mono.error(new IllegalStateException("not acknowledged"));
        });
    }

    @Override
    public void tellMentioned(RoomId room, Position position, MessagePosted posted) {
        told.add(position);
    }

    void catchUp() {
        // In memory it is done at once, on whatever thread asks.
        for (Write write : Folding.fold(waiting)) {
            Disposable _ = messages.apply(write).subscribe();
        }
        waiting.clear();
        applied = log.size() - 1L;
        here.emitNext(position(applied), Sinks.EmitFailureHandler.FAIL_FAST);
    }

    private Message messageOf(RoomId room, MessagePosted posted, Position position) {
        return new Message(
                MessageId.fromBytes(posted.getMessageId()).orElseThrow(),
                room,
                position,
                new MemberId(posted.getSenderId()),
                ClientMessageId.parse(posted.getClientMessageId()).orElse(null),
                null,
                now,
                Content.Spoken.first(new MessageText(posted.getText()), List.of()),
                position);
    }

    static Position position(long offset) {
        return Position.of(1, offset);
    }

    @Override
    public Mono<Position> of(RoomId room) {
        return Mono.fromSupplier(() -> applied < 0 ? new Position(0) : position(applied));
    }

    @Override
    public Flux<Position> appliedHere(RoomId room) {
        return here.asFlux();
    }

    /** Where the log ends; {@link #of} is how far it is applied. */
    LogEnds ends() {
        return _ ->
                Mono.fromSupplier(
                        () -> log.isEmpty() ? new Position(0) : position(log.size() - 1L));
    }
}

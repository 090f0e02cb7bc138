package dev.roomlog.message;

import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;

/**
 * The messages of all rooms. {@code MessagesContract}, in the tests, is what every implementation
 * keeps.
 */
public interface Messages {

    /**
     * Completes once the write is durable; fails when it is not known to be, and may then be
     * repeated.
     */
    Mono<Void> apply(Write write);

    /** The room's messages at or before {@code position}, the newest first. */
    Flux<Message> upTo(RoomId room, Position position, int limit);

    /** The room's messages after {@code position}, the oldest first. */
    Flux<Message> after(RoomId room, Position position, int limit);

    /** Those of the messages that are stored, in any order. */
    Flux<Placed> withIds(Collection<MessageId> ids);

    /** The room's messages at these positions, in any order. */
    Flux<Placed> at(RoomId room, Collection<Position> positions);

    /** Empty where the room has no such message. */
    Mono<Message> byId(RoomId room, MessageId id);

    /** Those after {@code position} that answer a message, the oldest first. */
    Flux<Message> repliesTo(RoomId room, MessageId id, Position position, int limit);

    /**
     * The room's messages that were edited, deleted or reacted to after {@code place}, the one
     * whose last change is oldest first; of those with the same, the oldest message.
     */
    Flux<Message> changedAfter(RoomId room, ChangePlace place, int limit);
}

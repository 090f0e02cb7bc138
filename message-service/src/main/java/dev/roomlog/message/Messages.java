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
}

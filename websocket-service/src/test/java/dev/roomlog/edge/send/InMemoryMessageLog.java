package dev.roomlog.edge.send;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A log that acknowledges at once, or when told to. */
final class InMemoryMessageLog implements MessageLog {

    final List<MessageEvent> events = new ArrayList<>();
    final List<CompletableFuture<Position>> unacknowledged = new ArrayList<>();
    boolean acknowledges = true;

    /** Of the messages whose mentions were told, the positions. */
    final List<Position> told = new ArrayList<>();

    @Override
    public CompletableFuture<Position> append(RoomId room, MessageEvent event) {
        events.add(event);
        if (acknowledges) {
            return CompletableFuture.completedFuture(Position.of(1, events.size() - 1));
        }
        CompletableFuture<Position> acknowledgement = new CompletableFuture<>();
        unacknowledged.add(acknowledgement);
        return acknowledgement;
    }

    @Override
    public void tellMentioned(RoomId room, Position position, MessagePosted posted) {
        told.add(position);
    }

    @Override
    public CompletableFuture<Void> mark(RoomId room, MemberId member, Position position) {
        throw new UnsupportedOperationException();
    }
}

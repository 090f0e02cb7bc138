package dev.roomlog.message;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.membership.RoomAccess;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A room's history for its members. */
public final class MessageHistory {

    private static final Position END = new Position(Position.MAX_VALUE);

    private final Messages messages;
    private final MessageLookup lookup;
    private final AppliedPositions applied;
    private final LogEnds ends;
    private final RoomAccess access;

    public MessageHistory(
            Messages messages,
            MessageLookup lookup,
            AppliedPositions applied,
            LogEnds ends,
            RoomAccess access) {
        this.messages = messages;
        this.lookup = lookup;
        this.applied = applied;
        this.ends = ends;
        this.access = access;
    }

    /**
     * Who reads.
     *
     * @param tokenIssuedAt of the token the member reads with
     */
    public record Reader(MemberId member, Instant tokenIssuedAt) {}

    public Mono<HistoryAnswer<Page>> page(RoomId room, Reader reader, PageRequest request) {
        return ifGranted(
                room,
                reader,
                () ->
                        upTo(
                                room,
                                request.place().named(),
                                appliedTo -> page(room, request, appliedTo)));
    }

    /**
     * @param from that a client named, not of a cursor
     */
    public Mono<HistoryAnswer<ChangedPage>> changed(
            RoomId room, Reader reader, ChangePlace from, int limit) {
        return ifGranted(
                room,
                reader,
                () ->
                        upTo(
                                room,
                                Optional.of(from.change()),
                                appliedTo -> changed(room, from, limit, appliedTo)));
    }

    /** Of a message that the room has. */
    public Mono<HistoryAnswer<RepliesPage>> replies(
            RoomId room, Reader reader, MessageId id, Position after, int limit) {
        return ifGranted(
                room,
                reader,
                () ->
                        lookup.of(room, id)
                                .flatMap(found ->
                                        switch (found) {
                                            case HistoryAnswer.Found<Message> _ ->
                                                    replies(room, id, after, limit);
                                            case HistoryAnswer.Refused<Message>(RefusalCode code) ->
                                                    refused(code);
                                        }));
    }

    public Mono<HistoryAnswer<Message>> message(RoomId room, Reader reader, MessageId id) {
        return ifGranted(room, reader, () -> lookup.of(room, id));
    }

    private <T> Mono<HistoryAnswer<T>> ifGranted(
            RoomId room, Reader reader, Supplier<Mono<HistoryAnswer<T>>> then) {
        return access.of(room, reader.member(), reader.tokenIssuedAt())
                .flatMap(granted ->
                        switch (granted) {
                            case GRANTED -> then.get();
                            case NOT_A_MEMBER -> refused(RefusalCode.NOT_A_MEMBER);
                            case HIDDEN -> refused(RefusalCode.NOT_FOUND);
                            case TOKEN_VOID -> refused(RefusalCode.UNAUTHORIZED);
                        });
    }

    private static <T> Mono<HistoryAnswer<T>> refused(RefusalCode code) {
        return Mono.just(new HistoryAnswer.Refused<>(code));
    }

    private interface Reading<T> {
        Mono<T> upTo(Position applied);
    }

    /** A position beyond the log's end is none; that is asked only where it can be beyond. */
    private <T> Mono<HistoryAnswer<T>> upTo(
            RoomId room, Optional<Position> named, Reading<T> reading) {
        // Asked first: what is applied meanwhile may show in the page, but is not claimed.
        return applied.of(room)
                .flatMap(appliedTo ->
                        named.filter(position -> position.isAfter(appliedTo))
                                .map(position -> isBeyond(room, position))
                                .orElse(Mono.just(false))
                                .flatMap(beyond ->
                                        beyond
                                                ? refused(RefusalCode.INVALID_POSITION)
                                                : found(reading.upTo(appliedTo))));
    }

    private static <T> Mono<HistoryAnswer<T>> found(Mono<T> reading) {
        return reading.map(HistoryAnswer.Found::new);
    }

    /** History can be read while the log is away: then nobody knows. */
    private Mono<Boolean> isBeyond(RoomId room, Position position) {
        return ends.of(room)
                .map(position::isAfter)
                .onErrorResume(LogEnds.UnknownException.class, _ -> Mono.just(false));
    }

    private Mono<Page> page(RoomId room, PageRequest request, Position appliedTo) {
        int limit = request.limit();
        return switch (request.place()) {
            case PageRequest.Place.Newest _ -> around(room, END, limit, 0, appliedTo);
            case PageRequest.Place.Before before ->
                    around(room, previous(before.position()), limit, 0, appliedTo);
            case PageRequest.Place.After after ->
                    around(room, after.position(), 0, limit, appliedTo);
            case PageRequest.Place.Around around ->
                    around(room, around.position(), limit - limit / 2, limit / 2, appliedTo);
        };
    }

    /** One more than wanted is read on each side: it says whether there is more. */
    private Mono<Page> around(RoomId room, Position at, int before, int after, Position appliedTo) {
        return Mono.zip(
                messages.upTo(room, at, before + 1).collectList(),
                messages.after(room, at, after + 1).collectList(),
                (older, newer) -> {
                    List<Message> items = new ArrayList<>(first(before, older));
                    Collections.reverse(items);
                    items.addAll(first(after, newer));
                    return new Page(items, older.size() > before, newer.size() > after, appliedTo);
                });
    }

    private Mono<ChangedPage> changed(
            RoomId room, ChangePlace from, int limit, Position appliedTo) {
        return messages.changedAfter(room, from, limit + 1)
                .collectList()
                .map(found -> {
                    List<Message> items = first(limit, found);
                    return new ChangedPage(
                            items,
                            found.size() > limit
                                    ? Optional.of(ChangePlace.of(items.getLast()))
                                    : Optional.empty(),
                            appliedTo);
                });
    }

    private Mono<HistoryAnswer<RepliesPage>> replies(
            RoomId room, MessageId id, Position after, int limit) {
        return messages.repliesTo(room, id, after, limit + 1)
                .collectList()
                .map(found -> {
                    List<Message> items = first(limit, found);
                    return new HistoryAnswer.Found<>(
                            new RepliesPage(
                                    items,
                                    found.size() > limit
                                            ? Optional.of(items.getLast().position())
                                            : Optional.empty()));
                });
    }

    private static List<Message> first(int count, List<Message> found) {
        return found.subList(0, Math.min(count, found.size()));
    }

    /** No record has position 0: epochs begin with 1. */
    private static Position previous(Position position) {
        return new Position(Math.max(0, position.value() - 1));
    }
}

package dev.roomlog.message;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.membership.RoomAccess;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Pages of a room's history for its members. */
public final class MessageHistory {

    private static final Position END = new Position(Position.MAX_VALUE);

    private final Messages messages;
    private final AppliedPositions applied;
    private final RoomAccess access;

    public MessageHistory(Messages messages, AppliedPositions applied, RoomAccess access) {
        this.messages = messages;
        this.applied = applied;
        this.access = access;
    }

    /**
     * @param tokenIssuedAt of the token the member reads with
     */
    public Mono<HistoryAnswer> read(
            RoomId room, MemberId member, Instant tokenIssuedAt, PageRequest request) {
        return access.of(room, member, tokenIssuedAt)
                .flatMap(granted ->
                        switch (granted) {
                            case GRANTED -> page(room, request).map(HistoryAnswer.Found::new);
                            case NOT_A_MEMBER -> refused(RefusalCode.NOT_A_MEMBER);
                            case HIDDEN -> refused(RefusalCode.NOT_FOUND);
                            case TOKEN_VOID -> refused(RefusalCode.UNAUTHORIZED);
                        });
    }

    private static Mono<HistoryAnswer> refused(RefusalCode code) {
        return Mono.just(new HistoryAnswer.Refused(code));
    }

    private Mono<Page> page(RoomId room, PageRequest request) {
        // Asked first: what is applied meanwhile may show in the page, but is not claimed.
        return applied.of(room).flatMap(position -> page(room, request, position));
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

    private static List<Message> first(int count, List<Message> found) {
        return found.subList(0, Math.min(count, found.size()));
    }

    /** No record has position 0: epochs begin with 1. */
    private static Position previous(Position position) {
        return new Position(Math.max(0, position.value() - 1));
    }
}

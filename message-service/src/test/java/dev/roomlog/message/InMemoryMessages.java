package dev.roomlog.message;

import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The port's meaning in its plainest form. */
public final class InMemoryMessages implements Messages {

    private final Map<MessageId, Message> byId = new TreeMap<>();
    private final Set<RoomId> dropped = new HashSet<>();

    @Override
    public Mono<Void> apply(Write write) {
        return Mono.fromRunnable(() -> {
            switch (write) {
                case Write.Entries entries -> entries.entries().forEach(this::apply);
                case Write.DropRoom drop -> {
                    dropped.add(drop.room());
                    byId.values().removeIf(message -> message.room().equals(drop.room()));
                }
                case Write.EraseAuthor erase ->
                        byId.replaceAll((_, message) ->
                                isBefore(erase.room(), erase.position()).test(message)
                                                && message.sender().equals(erase.author())
                                        ? message.with(new Change.Erased(erase.position()))
                                        : message);
            }
        });
    }

    private void apply(Write.Entry entry) {
        Message posted = entry.posted();
        if (posted != null && !dropped.contains(entry.room())) {
            byId.putIfAbsent(entry.id(), posted);
        }
        Change change = entry.change();
        if (change != null) {
            byId.computeIfPresent(
                    entry.id(),
                    (_, message) ->
                            message.room().equals(entry.room()) ? message.with(change) : message);
        }
    }

    private static Predicate<Message> isBefore(RoomId room, Position position) {
        return message -> message.room().equals(room) && position.isAfter(message.position());
    }

    @Override
    public Flux<Message> upTo(RoomId room, Position position, int limit) {
        return Flux.fromStream(() ->
                all().stream()
                        .filter(each -> each.room().equals(room))
                        .filter(each -> !each.position().isAfter(position))
                        .sorted(Comparator.comparing(Message::position).reversed())
                        .limit(limit));
    }

    @Override
    public Flux<Message> after(RoomId room, Position position, int limit) {
        return Flux.fromStream(() ->
                all().stream()
                        .filter(each -> each.room().equals(room))
                        .filter(each -> each.position().isAfter(position))
                        .limit(limit));
    }

    @Override
    public Flux<Placed> withIds(Collection<MessageId> ids) {
        return Flux.fromStream(() -> all().stream())
                .filter(each -> ids.contains(each.id()))
                .map(InMemoryMessages::placed);
    }

    @Override
    public Flux<Placed> at(RoomId room, Collection<Position> positions) {
        return Flux.fromStream(() -> all().stream())
                .filter(each -> each.room().equals(room) && positions.contains(each.position()))
                .map(InMemoryMessages::placed);
    }

    private static Placed placed(Message message) {
        return new Placed(
                message.id(),
                message.room(),
                message.position(),
                message.sender(),
                !message.isSpoken(),
                message.content() instanceof Content.Spoken spoken ? spoken.mentions() : List.of());
    }

    @Override
    public Mono<Message> byId(RoomId room, MessageId id) {
        return Mono.fromSupplier(() -> byId.get(id)).filter(each -> each.room().equals(room));
    }

    @Override
    public Flux<Message> repliesTo(RoomId room, MessageId id, Position position, int limit) {
        return after(room, position, Integer.MAX_VALUE)
                .filter(each -> id.equals(each.replyTo()))
                .take(limit);
    }

    @Override
    public Flux<Message> changedAfter(RoomId room, ChangePlace place, int limit) {
        return Flux.fromStream(() ->
                all().stream()
                        .filter(each -> each.room().equals(room))
                        .filter(each -> each.lastChange().isAfter(each.position()))
                        .filter(each -> ChangePlace.of(each).compareTo(place) > 0)
                        .sorted(Comparator.comparing(ChangePlace::of))
                        .limit(limit));
    }

    List<Message> all() {
        return byId.values().stream().sorted(Comparator.comparing(Message::position)).toList();
    }
}

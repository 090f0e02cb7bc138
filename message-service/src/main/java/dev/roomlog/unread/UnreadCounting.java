package dev.roomlog.unread;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;
import dev.roomlog.membership.Memberships;
import dev.roomlog.message.Derivation;
import dev.roomlog.message.LoggedEvent;
import dev.roomlog.message.Message;
import dev.roomlog.message.Messages;
import dev.roomlog.message.Placed;
import dev.roomlog.unread.Tallies.Moved;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Counts a batch of the message log. */
public final class UnreadCounting implements Derivation {

    private static final Position END = new Position(Position.MAX_VALUE);

    /** Read to find {@value Newest#LIMIT} that are not deleted. */
    private static final int REFILL = 2 * Newest.LIMIT;

    private final Messages messages;
    private final Memberships memberships;
    private final Tallies tallies;

    public UnreadCounting(Messages messages, Memberships memberships, Tallies tallies) {
        this.messages = messages;
        this.memberships = memberships;
        this.tallies = tallies;
    }

    /** What is known of all rooms of a batch at its beginning. */
    private record Known(
            Map<RoomId, Collection<Placed>> touched,
            Map<RoomId, RoomTally> rooms,
            Map<RoomKey, MemberTally> mentioned) {

        List<Placed> touchedIn(RoomId room) {
            return List.copyOf(touched.getOrDefault(room, List.of()));
        }

        RoomTally room(RoomId room) {
            return rooms.getOrDefault(room, RoomTally.none(room));
        }
    }

    /** What becomes of one room. */
    private record Outcome(Moved<RoomTally> room, List<Moved<MemberTally>> members) {}

    @Override
    public Mono<Void> apply(List<LoggedEvent> events) {
        Map<RoomId, RoomBatch> batches = RoomBatch.of(events);
        if (batches.isEmpty()) {
            return Mono.empty();
        }
        List<RoomId> deleted =
                batches.values().stream().filter(b -> b.roomDeleted).map(b -> b.room).toList();
        return known(batches.values())
                .flatMap(known -> count(batches.values(), known))
                .thenMany(Flux.fromIterable(deleted))
                .concatMap(tallies::drop)
                .then();
    }

    private Mono<Known> known(Collection<RoomBatch> batches) {
        return Mono.zip(
                        messages.withIds(
                                        batches.stream()
                                                .flatMap(b -> b.touched().stream())
                                                .toList())
                                .collectMultimap(Placed::room),
                        tallies.rooms(batches.stream().map(b -> b.room).toList())
                                .collectMap(RoomTally::room),
                        mentioned(batches))
                .map(all -> new Known(all.getT1(), all.getT2(), all.getT3()));
    }

    /** By key; those among the mentioned who were ever in the room, and no one else. */
    private Mono<Map<RoomKey, MemberTally>> mentioned(Collection<RoomBatch> batches) {
        List<RoomKey> mentioned =
                batches.stream()
                        .flatMap(b -> b.mentioned.stream().map(m -> RoomKey.of(b.room, m)))
                        .toList();
        if (mentioned.isEmpty()) {
            return Mono.just(Map.of());
        }
        return memberships
                .memberships(mentioned)
                .map(known -> RoomKey.of(known.room(), known.member()))
                .collectList()
                .flatMap(keys ->
                        tallies.members(keys)
                                .collectMap(MemberTally::key)
                                .map(there -> {
                                    Map<RoomKey, MemberTally> all = new HashMap<>(there);
                                    keys.forEach(
                                            key -> all.putIfAbsent(key, MemberTally.none(key)));
                                    return all;
                                }));
    }

    private Mono<Void> count(Collection<RoomBatch> batches, Known known) {
        return Flux.fromIterable(batches)
                .concatMap(batch -> outcome(batch, known))
                .collectList()
                .flatMap(
                        outcomes -> tallies.advance(markers(batches, known)).then(store(outcomes)));
    }

    /** Who posts has read what came before. */
    private static List<ReadMarker> markers(Collection<RoomBatch> batches, Known known) {
        Map<RoomKey, Position> furthest = new HashMap<>();
        for (RoomBatch batch : batches) {
            for (Placed message : known.touchedIn(batch.room)) {
                if (batch.posted.contains(message.id())) {
                    furthest.merge(
                            RoomKey.of(batch.room, message.sender()),
                            message.position(),
                            (one, other) -> one.isAfter(other) ? one : other);
                }
            }
        }
        return furthest.entrySet().stream()
                .map(each -> new ReadMarker(each.getKey(), each.getValue()))
                .toList();
    }

    private Mono<Void> store(List<Outcome> outcomes) {
        return tallies.store(
                outcomes.stream()
                        .map(Outcome::room)
                        .filter(moved -> moved.to().upTo().isAfter(moved.from()))
                        .toList(),
                outcomes.stream()
                        .flatMap(outcome -> outcome.members().stream())
                        .filter(moved -> moved.to().upTo().isAfter(moved.from()))
                        .toList());
    }

    private Mono<Outcome> outcome(RoomBatch batch, Known known) {
        List<Placed> touched = known.touchedIn(batch.room);
        if (batch.authorErased) {
            return tallies.mentionedIn(batch.room)
                    .collectList()
                    .flatMap(holders ->
                            messages.at(batch.room, mentions(known.room(batch.room), holders))
                                    .collectList()
                                    .flatMap(also ->
                                            outcome(batch, known, join(touched, also), holders)));
        }
        List<Position> changed =
                touched.stream()
                        .filter(message -> batch.changed.contains(message.id()))
                        .map(Placed::position)
                        .toList();
        return (changed.isEmpty()
                        ? Mono.just(List.<MemberTally>of())
                        : tallies.mentionedAt(batch.room, changed).collectList())
                .flatMap(holders -> outcome(batch, known, touched, holders));
    }

    private static List<Position> mentions(RoomTally room, List<MemberTally> holders) {
        return Stream.concat(
                        room.strays().stream().map(RoomTally.Stray::at),
                        holders.stream().flatMap(holder -> holder.mentions().positions().stream()))
                .distinct()
                .toList();
    }

    private static List<Placed> join(List<Placed> some, List<Placed> others) {
        return Stream.concat(some.stream(), others.stream()).distinct().toList();
    }

    private Mono<Outcome> outcome(
            RoomBatch batch, Known known, List<Placed> touched, List<MemberTally> holders) {
        Counting counting = new Counting(touched, batch.upTo);
        Map<RoomKey, MemberTally> members = new HashMap<>();
        holders.forEach(holder -> members.put(holder.key(), holder));
        Set<MemberId> strangers = new HashSet<>();
        for (MemberId member : batch.mentioned) {
            RoomKey key = RoomKey.of(batch.room, member);
            MemberTally tally = known.mentioned().get(key);
            if (tally == null) {
                strangers.add(member);
            } else {
                members.putIfAbsent(key, tally);
            }
        }
        RoomTally before = known.room(batch.room);
        RoomTally after = counting.next(before, strangers);
        List<Moved<MemberTally>> moved =
                members.values().stream()
                        .map(each -> new Moved<>(each.upTo(), counting.next(each)))
                        .toList();
        return refilled(batch, before, after)
                .map(room -> new Outcome(new Moved<>(before.upTo(), room), moved));
    }

    /** Where messages were deleted, older ones may be among the newest again. */
    private Mono<RoomTally> refilled(RoomBatch batch, RoomTally before, RoomTally after) {
        boolean lost =
                batch.authorErased || (before.messages().isFull() && !after.messages().isFull());
        if (!lost) {
            return Mono.just(after);
        }
        return messages.upTo(batch.room, END, REFILL)
                .filter(Message::isSpoken)
                .map(Message::position)
                .collectList()
                .map(spoken ->
                        new RoomTally(
                                after.room(),
                                after.upTo(),
                                after.last(),
                                Newest.of(spoken),
                                after.strays()));
    }
}

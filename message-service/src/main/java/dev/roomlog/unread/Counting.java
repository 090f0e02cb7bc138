package dev.roomlog.unread;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.Position;
import dev.roomlog.message.Placed;
import dev.roomlog.unread.RoomTally.Stray;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides what tallies become. Pure. Goes by what the touched messages are now, so the same again
 * comes to the same.
 *
 * @param touched as they are stored after the batch
 * @param upTo of the last event of the batch in the room
 */
record Counting(List<Placed> touched, Position upTo) {

    RoomTally next(RoomTally before, Set<MemberId> strangers) {
        List<Position> gone = positions(Placed::erased);
        Position last =
                touched.stream()
                        .map(Placed::position)
                        .max(Comparator.naturalOrder())
                        .filter(position -> position.isAfter(before.last()))
                        .orElse(before.last());
        return new RoomTally(
                before.room(),
                upTo,
                last,
                before.messages().with(positions(each -> !each.erased()), gone),
                strays(before.strays(), strangers));
    }

    private List<Stray> strays(List<Stray> before, Set<MemberId> strangers) {
        Set<Stray> now = new HashSet<>(before);
        for (Placed message : touched) {
            now.removeIf(stray ->
                    stray.at().equals(message.position()) && !counts(message, stray.member()));
            message.mentions().stream()
                    .filter(member -> strangers.contains(member) && counts(message, member))
                    .forEach(member -> now.add(new Stray(member, message.position())));
        }
        return now.stream()
                .sorted(Comparator.comparing(Stray::at))
                .skip(Math.max(0, now.size() - Newest.LIMIT))
                .toList();
    }

    MemberTally next(MemberTally before) {
        MemberId member = Objects.requireNonNull(before.key().member());
        return new MemberTally(
                before.key(),
                before.read(),
                upTo,
                before.mentions()
                        .with(
                                positions(message -> counts(message, member)),
                                positions(message -> !counts(message, member))));
    }

    /** Nobody mentions oneself; an erased message mentions nobody. */
    private static boolean counts(Placed message, MemberId member) {
        return message.mentions().contains(member) && !message.sender().equals(member);
    }

    private List<Position> positions(Predicate<Placed> which) {
        return touched.stream().filter(which).map(Placed::position).toList();
    }
}

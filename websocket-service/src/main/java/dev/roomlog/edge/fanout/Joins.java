package dev.roomlog.edge.fanout;

import dev.roomlog.edge.subscription.Subscription;
import dev.roomlog.edge.tail.LogRecord;
import dev.roomlog.edge.tail.Tail;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The subscriptions of one partition that are sent what they missed. Each goes the same way, piece
 * by piece: from the tail where that holds what comes next, else from a scan up to a fixed
 * position, from which on the tail holds the rest; live when the tail has no more. What was read
 * meanwhile is nowhere but in the tail: if that gave it up, another scan follows, and at the end of
 * all bounds a gap. One scan is under way at a time; who comes after it began is served by the
 * next. Confined to the feed's thread.
 */
final class Joins {

    private final ReadLog log;
    private final Pacing pacing;
    private final Scans scans;
    private final BiConsumer<Subscription, Position> live;
    private final Map<RoomId, List<Joining>> rooms = new HashMap<>();
    private List<Joining> wanting = new ArrayList<>();
    private @Nullable Asked asked;

    /**
     * @param live who has all up to a position is sent what comes after it
     */
    Joins(ReadLog log, Pacing pacing, Scans scans, BiConsumer<Subscription, Position> live) {
        this.log = log;
        this.pacing = pacing;
        this.scans = scans;
        this.live = live;
    }

    void begin(Subscription subscription, Position after) {
        Joining joining = new Joining(subscription, after);
        joining.note(log.tail().of(joining.room(), after));
        rooms.computeIfAbsent(joining.room(), _ -> new ArrayList<>()).add(joining);
        goOn(joining);
    }

    private void goOn(Joining joining) {
        pacing.inTurn(joining.outbound(), () -> sendPiece(joining));
    }

    private boolean sendPiece(Joining joining) {
        if (joining.isOver()) {
            return false;
        }
        Found found = joining.found();
        if (found == null && joining.mayScan() && !log.holds(joining.sent())) {
            askForScan(joining);
            return false;
        }
        Tail source = found == null ? log.tail() : found.of(joining.room());
        boolean named = nameGap(joining, source.start());
        Tail.Piece piece = source.next(joining.room(), joining.sent(), pacing.pieceBytes());
        boolean sent = send(joining, piece.records());
        if (!piece.last()) {
            joining.sentUpTo(piece.records().getLast().position());
            goOn(joining);
        } else if (found != null) {
            joining.sentUpTo(ReadLog.before(found.until()));
            joining.dropFound();
            goOn(joining);
        } else {
            goLive(joining);
        }
        return named || sent;
    }

    private boolean nameGap(Joining joining, Position start) {
        if (!ReadLog.lacks(start, joining.sent())) {
            return false;
        }
        Position lost = ReadLog.before(start);
        pacing.deliveries()
                .addGap(joining.room(), joining.sent(), lost, List.of(joining.subscription()));
        joining.sentUpTo(lost);
        return true;
    }

    private boolean send(Joining joining, List<LogRecord> records) {
        boolean sent = false;
        for (LogRecord record : records) {
            Optional<RoomEvent> event = joining.replay().shown(record);
            if (event.isPresent()) {
                pacing.deliveries().add(event.get(), List.of(joining.subscription()));
                sent = true;
            }
        }
        return sent;
    }

    private void goLive(Joining joining) {
        forget(joining);
        live.accept(joining.subscription(), log.last());
    }

    private void forget(Joining joining) {
        joining.end();
        rooms.computeIfPresent(
                joining.room(),
                (_, others) -> {
                    others.remove(joining);
                    return others.isEmpty() ? null : others;
                });
    }

    // ---- what happens meanwhile

    /** A record that the tail has now: what is still to be sent may be deleted by it. */
    void read(LogRecord record) {
        List<Joining> joining = rooms.get(record.room());
        if (joining != null) {
            joining.forEach(j -> j.replay().note(record));
        }
    }

    /** Nothing more of a room is replayed. */
    void endRoom(RoomId room) {
        List.copyOf(rooms.getOrDefault(room, List.of())).forEach(this::goLive);
        noteWhoWaits();
    }

    /** Returns whether it was joining. */
    boolean end(Subscription subscription) {
        Optional<Joining> joining =
                rooms.getOrDefault(subscription.room(), List.of()).stream()
                        .filter(j -> j.subscription() == subscription)
                        .findAny();
        joining.ifPresent(this::forget);
        noteWhoWaits();
        return joining.isPresent();
    }

    Stream<Subscription> of(RoomId room) {
        return rooms.getOrDefault(room, List.of()).stream().map(Joining::subscription);
    }

    boolean isEmpty() {
        return rooms.isEmpty();
    }

    // ---- scans

    private void askForScan(Joining joining) {
        joining.scans();
        wanting.add(joining);
        if (asked == null) {
            asked = new Asked();
            scans.ask(asked);
        }
    }

    private void noteWhoWaits() {
        if (asked != null) {
            asked.noteWhoWaits();
        }
    }

    private final class Asked implements Scans.Scan {
        private @Nullable List<Joining> served;
        private volatile boolean wanted = true;

        @Override
        public Optional<ScanPlan> begin() {
            List<Joining> waiting = waiting();
            wanting = new ArrayList<>();
            if (waiting.isEmpty()) {
                over();
                return Optional.empty();
            }
            served = waiting;
            Map<RoomId, Position> after = new HashMap<>();
            for (Joining joining : waiting) {
                after.merge(
                        joining.room(),
                        joining.sent(),
                        (one, other) -> one.isAfter(other) ? other : one);
            }
            return Optional.of(new ScanPlan(after, log.next()));
        }

        /** Until it begins, all who want a scan wait for this one. */
        private List<Joining> waiting() {
            List<Joining> all = served == null ? wanting : served;
            return all.stream().filter(joining -> !joining.isOver()).toList();
        }

        void noteWhoWaits() {
            wanted = served == null || !waiting().isEmpty();
        }

        @Override
        public boolean isWanted() {
            return wanted;
        }

        @Override
        public void end(Found found) {
            found.retain();
            Set<RoomId> ended = new HashSet<>(found.ended());
            ended.forEach(log::end);
            ended.forEach(Joins.this::endRoom);
            List<Joining> waiting = waiting();
            over();
            waiting.forEach(joining -> joining.take(found));
            waiting.forEach(Joins.this::goOn);
            found.release();
        }

        @Override
        public void fail() {
            List<Joining> waiting = waiting();
            if (served == null) {
                wanting = new ArrayList<>();
            }
            over();
            waiting.forEach(Joining::scansNoMore);
            waiting.forEach(Joins.this::goOn);
        }

        private void over() {
            wanted = false;
            asked = null;
            if (!wanting.isEmpty()) {
                asked = new Asked();
                scans.ask(asked);
            }
        }
    }
}

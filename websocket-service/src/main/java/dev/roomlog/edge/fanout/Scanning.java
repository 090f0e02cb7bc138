package dev.roomlog.edge.fanout;

import dev.roomlog.edge.tail.LogRecord;
import dev.roomlog.edge.tail.Tail;
import dev.roomlog.edge.tail.TailBudget;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What a scan collects while it runs: of each room that is wanted the newest records, all rooms
 * together under one byte budget. Confined to the scan's thread.
 */
public final class Scanning {

    private final ScanPlan plan;
    private final Sieve sieve;
    private final TailBudget budget;
    private final Map<RoomId, Tail> rooms = new HashMap<>();

    public Scanning(ScanPlan plan, Duration duplicateWindow, long budgetBytes) {
        this.plan = plan;
        this.sieve = new Sieve(duplicateWindow);
        this.budget = new TailBudget(budgetBytes);
        plan.after()
                .forEach((room, after) ->
                        rooms.put(room, new Tail(budget, new Position(after.value() + 1))));
    }

    /** The log holds nothing before this position, or no longer. */
    public void beginAt(Position start) {
        rooms.values().stream()
                .filter(tail -> start.isAfter(tail.start()))
                .forEach(tail -> tail.restart(start));
    }

    /**
     * The next record of a room that is wanted; those of the duplicate window before the plan's
     * beginning, too.
     */
    public void read(LogRecord record) {
        Tail tail = rooms.get(record.room());
        if (tail != null && sieve.keeps(record) && !tail.start().isAfter(record.position())) {
            tail.append(record);
        }
    }

    /**
     * Once the plan's end was reached.
     *
     * @param released runs when nobody needs what was found any more
     */
    public Found found(Runnable released) {
        return new Found(rooms, sieve.ended(), plan.until(), released);
    }
}

package dev.roomlog.edge.fanout;

import dev.roomlog.edge.subscription.Outbound;
import dev.roomlog.edge.subscription.Subscription;
import dev.roomlog.edge.tail.LogRecord;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A subscription on its way to live: how far it has been sent the log, and what from. */
final class Joining {

    /** What it missed while it was sent what it had missed: that is worth so many more scans. */
    private static final int SCANS = 5;

    private final Subscription subscription;
    private final Replay replay = new Replay();
    private Position sent;
    private @Nullable Found found;
    private int scansLeft = SCANS;
    private boolean over;

    Joining(Subscription subscription, Position after) {
        this.subscription = subscription;
        this.sent = after;
    }

    Subscription subscription() {
        return subscription;
    }

    RoomId room() {
        return subscription.room();
    }

    Outbound outbound() {
        return subscription.outbound();
    }

    Replay replay() {
        return replay;
    }

    /** All up to here was sent, or named as a gap. */
    Position sent() {
        return sent;
    }

    void sentUpTo(Position position) {
        sent = position;
    }

    boolean mayScan() {
        return scansLeft > 0;
    }

    void scans() {
        scansLeft--;
    }

    /** From now on it goes with what the tail holds. */
    void scansNoMore() {
        scansLeft = 0;
    }

    @Nullable Found found() {
        return found;
    }

    /** What it is sent next. */
    void take(Found ofScan) {
        ofScan.retain();
        found = ofScan;
        note(ofScan.of(room()).of(room(), sent));
    }

    void note(List<LogRecord> records) {
        records.forEach(replay::note);
    }

    void dropFound() {
        Found had = found;
        found = null;
        if (had != null) {
            had.release();
        }
    }

    boolean isOver() {
        return over;
    }

    /** It is live, or gone. */
    void end() {
        over = true;
        dropFound();
    }
}

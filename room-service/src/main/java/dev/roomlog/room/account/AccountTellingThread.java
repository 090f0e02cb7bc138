package dev.roomlog.room.account;

import dev.roomlog.events.RoomId;
import dev.roomlog.member.AccountChanged;
import dev.roomlog.room.AccountNotes;
import dev.roomlog.room.AccountNotes.Note;
import dev.roomlog.room.AccountTelling;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

@Component
final class AccountTellingThread implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(AccountTellingThread.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final AccountNotes notes;
    private final AccountTelling telling;
    private final Duration poll;
    private final Semaphore changed = new Semaphore(0);

    private volatile boolean running;
    private @Nullable Thread thread;

    AccountTellingThread(
            AccountNotes notes, AccountTelling telling, AccountTellingProperties properties) {
        this.notes = notes;
        this.telling = telling;
        this.poll = properties.poll();
    }

    @EventListener
    void on(AccountChanged change) {
        changed.release();
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("account-telling").start(this::run);
    }

    private void run() {
        while (running) {
            Duration pause = AFTER_FAILURE;
            try {
                pause = tellAll() ? poll : AFTER_FAILURE;
            } catch (RuntimeException e) {
                log.warn("account changes wait: {}", e.toString());
            }
            try {
                if (changed.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    changed.drainPermits();
                }
            } catch (InterruptedException _) {
                return; // stop() wants us gone
            }
        }
    }

    /** False if something failed and is to be tried again. */
    private boolean tellAll() {
        boolean well = true;
        for (List<Note> open = notes.open();
                running && well && !open.isEmpty();
                open = notes.open()) {
            for (Note note : open) {
                well &= tell(note);
            }
        }
        return well;
    }

    private boolean tell(Note note) {
        List<RoomId> untold = notes.untold(note);
        boolean well = true;
        for (RoomId room : untold) {
            well &= !running || tell(room, note);
        }
        if (untold.isEmpty()) {
            notes.close(note);
        }
        return well;
    }

    private boolean tell(RoomId room, Note note) {
        try {
            telling.tell(room, note);
            return true;
        } catch (RuntimeException e) {
            log.warn("room {}: will be told of an account again: {}", room, e.toString());
            return false;
        }
    }

    @Override
    public void stop() {
        running = false;
        changed.release();
        try {
            if (thread != null && !thread.join(Duration.ofSeconds(5))) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}

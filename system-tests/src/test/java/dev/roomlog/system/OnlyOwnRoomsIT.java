package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A random walk through rooms in which somebody always speaks: six members come, go, are thrown out
 * and try to listen on both edges, rightly or not. No frame of a room reaches who is not in it.
 */
@ExtendWith(SharedStack.class)
class OnlyOwnRoomsIT {

    private static final int STEPS = 200;
    private static final Duration BETWEEN_WORDS = Duration.ofMillis(100);

    private final Installation roomlog;

    OnlyOwnRoomsIT(Installation roomlog) {
        this.roomlog = roomlog;
    }

    @Test
    void nobodyGetsAFrameOfARoomHeIsNotIn() {
        Rounds rounds = Rounds.of("only own rooms", 1);
        Random random = rounds.random();
        List<Member> owners = roomlog.newMembers(4, "speaker");
        List<String> rooms =
                owners.stream().map(owner -> roomlog.newRoom(owner, "PUBLIC")).toList();
        List<Member> walkers = roomlog.newMembers(6, "walker");
        List<Everywhere> connections = walkers.stream().map(roomlog::connectEverywhere).toList();
        List<Everywhere.Inboxes> notices =
                connections.stream().map(Everywhere::notifications).toList();
        List<Stay> stays = new ArrayList<>();
        for (int walker = 0; walker < walkers.size(); walker++) {
            for (int room = 0; room < rooms.size(); room++) {
                stays.add(
                        new Stay(
                                walkers.get(walker),
                                connections.get(walker),
                                notices.get(walker),
                                rooms.get(room),
                                owners.get(room)));
            }
        }

        List<StompUser> speakers = owners.stream().map(roomlog::connect).toList();
        try (ScheduledExecutorService words = Executors.newSingleThreadScheduledExecutor()) {
            for (int i = 0; i < rooms.size(); i++) {
                StompUser speaker = speakers.get(i);
                String room = rooms.get(i);
                var _ =
                        words.scheduleAtFixedRate(
                                () -> {
                                    var _ = speaker.send(room, "word", null);
                                },
                                0,
                                BETWEEN_WORDS.toMillis(),
                                TimeUnit.MILLISECONDS);
            }
            for (int step = 0; step < STEPS * rounds.times(); step++) {
                stays.get(random.nextInt(stays.size())).step(random);
            }
            stays.forEach(Stay::settle);
            words.shutdownNow();
        }

        int frames = stays.stream().mapToInt(Stay::checkFrames).sum();
        assertThat(frames).as("the walk heard something").isGreaterThan(STEPS);
        for (int i = 0; i < walkers.size(); i++) {
            Member walker = walkers.get(i);
            List<Stay> own = stays.stream().filter(s -> s.walker.equals(walker)).toList();
            long entered = own.stream().mapToLong(stay -> stay.intervals.size()).sum();
            long removed = own.stream().mapToLong(stay -> stay.removals).sum();
            notices.get(i)
                    .forEach(inbox ->
                            Awaitility.await("each change is told once on each edge")
                                    .atMost(Duration.ofSeconds(10))
                                    .untilAsserted(() -> {
                                        assertThat(count("added", inbox)).isEqualTo(entered);
                                        assertThat(count("removed", inbox)).isEqualTo(removed);
                                    }));
        }
        connections.forEach(Everywhere::close);
        speakers.forEach(StompUser::close);
        rounds.report(
                "steps=%d subscriptions=%d frames=%d foreign=0"
                        .formatted(
                                STEPS * rounds.times(),
                                stays.stream().mapToInt(s -> s.subscriptions.size()).sum(),
                                frames));
    }

    private static long count(String event, StompUser.Inbox inbox) {
        return inbox.all().stream().filter(received -> received.event().equals(event)).count();
    }

    /**
     * From asking to enter to the last edge's word that it is over, by {@link System#nanoTime()}.
     */
    private record Interval(long from, long to) {}

    /** One walker's dealings with one room. */
    private final class Stay {

        private final Member walker;
        private final Everywhere connections;
        private final Everywhere.Inboxes notices;
        private final String room;
        private final Member owner;
        private final List<Interval> intervals = new ArrayList<>();
        private final List<StompUser.Asked> subscriptions = new ArrayList<>();
        private int removals;
        private int over;
        private boolean in;
        private boolean banned;

        Stay(
                Member walker,
                Everywhere connections,
                Everywhere.Inboxes notices,
                String room,
                Member owner) {
            this.walker = walker;
            this.connections = connections;
            this.notices = notices;
            this.room = room;
            this.owner = owner;
        }

        void step(Random random) {
            int what = random.nextInt(6);
            if (what < 3) {
                List<StompUser> all = connections.connections();
                subscriptions.add(all.get(random.nextInt(all.size())).askToSubscribe(room));
            } else if (in) {
                switch (what) {
                    case 3 -> roomlog.leave(room, walker).expectStatus(204);
                    case 4 -> roomlog.kick(room, owner, walker).expectStatus(204);
                    default -> {
                        roomlog.ban(room, owner, walker).expect(200);
                        banned = true;
                    }
                }
                in = false;
                removals++;
                awaitFelt();
            } else {
                enter(what);
            }
        }

        private void enter(int what) {
            if (banned) {
                roomlog.join(room, walker).expectRefused("banned");
                roomlog.unban(room, owner, walker).expectStatus(204);
                banned = false;
                return;
            }
            intervals.add(new Interval(System.nanoTime(), Long.MAX_VALUE));
            in = true;
            if (what == 3) {
                roomlog.join(room, walker).expect(200);
            } else {
                roomlog.add(room, owner, walker).expect(200);
            }
        }

        /** Every edge says that it is over, and so does every subscription that was granted. */
        private void awaitFelt() {
            notices.forEach(inbox ->
                    Awaitility.await("each edge has heard of it")
                            .atMost(Duration.ofSeconds(10))
                            .pollInterval(Duration.ofMillis(2))
                            .until(() -> timesRemoved(inbox) == removals));
            for (StompUser.Asked asked : subscriptions.subList(over, subscriptions.size())) {
                if (StompUser.await(asked.refusal()).isEmpty()) {
                    Awaitility.await("%s hears the end of %s".formatted(walker.username(), room))
                            .atMost(Duration.ofSeconds(10))
                            .pollInterval(Duration.ofMillis(2))
                            .until(() -> hasEnded(asked.inbox()));
                }
            }
            over = subscriptions.size();
            intervals.set(
                    intervals.size() - 1,
                    new Interval(intervals.getLast().from(), System.nanoTime()));
        }

        private long timesRemoved(StompUser.Inbox inbox) {
            return inbox.all().stream()
                    .filter(received -> received.event().equals("removed"))
                    .filter(received -> received.field("roomId").equals(room))
                    .count();
        }

        void settle() {
            subscriptions.forEach(asked -> StompUser.await(asked.refusal()));
        }

        private boolean hasEnded(StompUser.Inbox inbox) {
            List<Received> all = inbox.all();
            return !all.isEmpty() && isEnd(all.getLast());
        }

        private boolean isEnd(Received received) {
            return received.event().equals("member")
                    && received.field("change").equals("removed")
                    && received.field("memberId").equals(walker.id());
        }

        /** Returns how many there were. */
        int checkFrames() {
            int frames = 0;
            for (StompUser.Asked asked : subscriptions) {
                List<Received> all = asked.inbox().all();
                for (Received frame : all) {
                    frames++;
                    assertThat(frame.field("roomId") + frame.field("id"))
                            .as("the room of %s", frame)
                            .contains(room);
                    assertThat(intervals)
                            .as("%s in %s when %s came", walker, room, frame)
                            .anyMatch(i -> i.from() <= frame.at() && frame.at() <= i.to());
                }
                assertThat(all.stream().limit(Math.max(0, all.size() - 1)))
                        .as("nothing after the end")
                        .noneMatch(this::isEnd);
            }
            return frames;
        }
    }
}

package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.local.Part;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * room-service dies by {@code kill -9} at random moments while several members change rooms and
 * memberships. Afterwards the database, the topics and history's projection agree exactly, and
 * whatever was acknowledged is there. {@code ./roomlog prove outbox} does it more often.
 */
@ExtendWith(SharedStack.class)
class OutboxIT {

    private static final int PEOPLE = 5;

    private final Installation roomlog;
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicBoolean enough = new AtomicBoolean();

    OutboxIT(Installation roomlog) {
        this.roomlog = roomlog;
    }

    @Test
    void databaseTopicsAndProjectionAgreeAtWhateverMomentRoomServiceDies() {
        Rounds rounds = Rounds.of("outbox", 3);
        Random random = rounds.random();
        List<Worker> workers = new ArrayList<>();
        List<Member> people = roomlog.newMembers(PEOPLE, "worker");
        List<String> rooms =
                people.stream().map(owner -> roomlog.newRoom(owner, "PUBLIC")).toList();
        for (int i = 0; i < PEOPLE; i++) {
            workers.add(new Worker(people, rooms, i, new Random(random.nextLong())));
        }
        List<Thread> threads = workers.stream().map(Thread.ofVirtual()::start).toList();
        Part roomService = roomlog.stack().part("room-service");

        for (int i = 0; i < rounds.times(); i++) {
            awaitChanges(changes.get() + 20 + random.nextInt(60), workers);
            LockSupport.parkNanos(random.nextInt(20_000_000));
            roomService.kill();
            roomService.start().awaitReady();
        }
        awaitChanges(changes.get() + 20, workers);
        enough.set(true);
        threads.forEach(OutboxIT::join);

        workers.forEach(worker -> assertThat(worker.failure).isEmpty());
        OneState oneState = new OneState(roomlog);
        OneState.Compared compared = oneState.everywhereInStore();
        Facts database = Facts.ofDatabase(roomlog.stack());
        List<OneState.Case> cases = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            assertThat(database.rooms().get(rooms.get(i)))
                    .as("the last name that was acknowledged")
                    .endsWith(workers.get(i).name());
            for (Member member : people) {
                cases.add(new OneState.Case(rooms.get(i), people.get(i), member));
            }
        }
        oneState.felt(cases);
        rounds.report(
                "kills=%d changes=%d repeated=%d felt=%d %s"
                        .formatted(
                                rounds.times(),
                                changes.get(),
                                repeated.get(),
                                cases.size(),
                                compared));
    }

    private void awaitChanges(int count, List<Worker> workers) {
        Awaitility.await(count + " changes")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        changes.get() >= count
                                || workers.stream().anyMatch(w -> w.failure.isPresent()));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Owns one room, moderates there, and comes and goes in the others' rooms. */
    private final class Worker implements Runnable {

        private final List<Member> people;
        private final List<String> rooms;
        private final Member self;
        private final String own;
        private final Random random;
        private int renamed;
        volatile Optional<Throwable> failure = Optional.empty();

        Worker(List<Member> people, List<String> rooms, int number, Random random) {
            this.people = people;
            this.rooms = rooms;
            this.self = people.get(number);
            this.own = rooms.get(number);
            this.random = random;
            this.renamed = 0;
        }

        String name() {
            return renamed == 0 ? "Room" : self.username() + " " + renamed;
        }

        @Override
        public void run() {
            try {
                while (!enough.get()) {
                    changeSomething();
                    changes.incrementAndGet();
                }
            } catch (RuntimeException | AssertionError e) {
                failure = Optional.of(e);
            }
        }

        private void changeSomething() {
            String elsewhere = anyOf(rooms);
            Member other = anyOf(people);
            switch (random.nextInt(8)) {
                case 0, 1 -> untilAnswered(() -> roomlog.join(elsewhere, self), 200, 403);
                case 2 -> untilAnswered(() -> roomlog.leave(elsewhere, self), 204, 403, 409);
                case 3 -> {
                    renamed++;
                    untilAnswered(() -> roomlog.rename(own, self, name()), 200);
                }
                case 4 ->
                        untilAnswered(
                                () -> roomlog.giveRole(own, self, other, "MODERATOR"),
                                200,
                                403,
                                409);
                case 5 -> untilAnswered(() -> roomlog.mute(own, self, other), 200, 403, 404);
                case 6 -> untilAnswered(() -> roomlog.ban(own, self, other), 200, 403);
                default -> untilAnswered(() -> roomlog.unban(own, self, other), 204, 403);
            }
        }

        private <T> T anyOf(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }

        /** As a client does that is told to come back: all of these may be repeated. */
        private void untilAnswered(Supplier<Rest.Answer> call, int... statuses) {
            Rest.Answer answer =
                    Awaitility.await("an answer")
                            .atMost(Duration.ofMinutes(2))
                            .pollDelay(Duration.ZERO)
                            .pollInterval(Duration.ofMillis(100))
                            .until(() -> attempt(call), Optional::isPresent)
                            .orElseThrow();
            answer.expectStatus(statuses);
        }

        private Optional<Rest.Answer> attempt(Supplier<Rest.Answer> call) {
            try {
                Rest.Answer answer = call.get();
                if (answer.status() != 503) {
                    return Optional.of(answer);
                }
            } catch (UncheckedIOException e) {
                // The gateway's connection broke with the process behind it: counted like a 503.
                assertThat(e.getCause()).isNotNull();
            }
            repeated.incrementAndGet();
            return Optional.empty();
        }
    }
}

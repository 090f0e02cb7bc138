package dev.roomlog.system;

import static dev.roomlog.system.BenchmarkPage.percentile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.local.LocalStack;
import dev.roomlog.local.StackOptions;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * From the REST answer to a change until the last of three edges has told it to a subscriber, while
 * people talk and other changes go on. No part of {@code verify}: {@code -Dit.test} starts it. It
 * writes {@code docs/benchmarks/felt-at-once.md}.
 */
class FeltAtOnceBenchmark {

    private static final int EDGES = 3;
    private static final int TALKERS = 6;
    private static final Duration BETWEEN_WORDS = Duration.ofMillis(60);
    private static final Duration TARGET = Duration.ofSeconds(1);

    private final Map<String, List<Long>> nanos = new LinkedHashMap<>();
    private final AtomicLong spoken = new AtomicLong();
    private final AtomicInteger otherChanges = new AtomicInteger();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void everyChangeIsFeltOnAllEdgesWithinASecond() {
        Rounds rounds = Rounds.of("felt at once", 200);
        Path folder = SharedStack.newFolder("benchmark");
        StackOptions options = StackOptions.in(folder).withEdges(EDGES).withPort(0);
        try (LocalStack stack = LocalStack.start(options)) {
            Installation roomlog = new Installation(stack);
            Member owner = roomlog.newMember("owner");
            Member target = roomlog.newMember("target");
            String room = roomlog.newRoom(owner, "PUBLIC", target);
            long began = System.nanoTime();
            try (ScheduledExecutorService words = Executors.newScheduledThreadPool(1);
                    Everywhere felt = roomlog.connectEverywhere(target)) {
                List<StompUser> talkers = talk(roomlog, words);
                List<Thread> changers =
                        List.of(changeOtherRooms(roomlog), changeOtherRooms(roomlog));
                Everywhere.Inboxes heard = felt.subscribe(room);
                for (int i = 0; i < rounds.times(); i++) {
                    heard = measureAll(roomlog, room, owner, target, felt, heard);
                }
                enough.set(true);
                words.shutdownNow();
                changers.forEach(FeltAtOnceBenchmark::join);
                talkers.forEach(StompUser::close);
            }
            write(rounds, Duration.ofNanos(System.nanoTime() - began));
        } finally {
            SharedStack.delete(folder);
        }
        nanos.forEach((what, all) ->
                assertThat(percentile(all, 99)).as(what).isLessThanOrEqualTo(TARGET.toNanos()));
    }

    /** Returns the subscriptions to go on with: a kick and a ban end those they find. */
    private Everywhere.Inboxes measureAll(
            Installation roomlog,
            String room,
            Member owner,
            Member target,
            Everywhere felt,
            Everywhere.Inboxes heard) {
        measure(
                "role",
                () -> roomlog.giveRole(room, owner, target, "MODERATOR"),
                heard,
                "changed",
                target);
        measure(
                "role",
                () -> roomlog.giveRole(room, owner, target, "MEMBER"),
                heard,
                "changed",
                target);
        measure("mute", () -> roomlog.mute(room, owner, target), heard, "changed", target);
        measure("unmute", () -> roomlog.unmute(room, owner, target), heard, "changed", target);
        measure("kick", () -> roomlog.kick(room, owner, target), heard, "removed", target);
        roomlog.join(room, target).expect(200);
        Everywhere.Inboxes again = felt.subscribe(room);
        measure("ban", () -> roomlog.ban(room, owner, target), again, "removed", target);
        roomlog.unban(room, owner, target).expectStatus(204);
        roomlog.join(room, target).expect(200);
        return felt.subscribe(room);
    }

    private void measure(
            String what,
            Supplier<Rest.Answer> act,
            Everywhere.Inboxes heard,
            String change,
            Member target) {
        Rest.Answer answer = act.get();
        long answered = System.nanoTime();
        answer.expectStatus(200, 204);
        long last = answered;
        for (StompUser.Inbox inbox : heard.onEachEdge()) {
            last = Math.max(last, inbox.nextMember(change, target).at());
        }
        nanos.computeIfAbsent(what, _ -> new ArrayList<>()).add(last - answered);
    }

    private List<StompUser> talk(Installation roomlog, ScheduledExecutorService words) {
        List<StompUser> talkers = new ArrayList<>();
        for (int i = 0; i < TALKERS; i++) {
            Member talker = roomlog.newMember("talker");
            String room = roomlog.newRoom(talker, "PUBLIC");
            StompUser user = roomlog.connect(talker);
            user.subscribe(room);
            var _ =
                    words.scheduleAtFixedRate(
                            () -> {
                                var _ = user.send(room, "word", null);
                                spoken.incrementAndGet();
                            },
                            0,
                            BETWEEN_WORDS.toMillis(),
                            TimeUnit.MILLISECONDS);
            talkers.add(user);
        }
        return talkers;
    }

    private Thread changeOtherRooms(Installation roomlog) {
        Member owner = roomlog.newMember("owner");
        Member guest = roomlog.newMember("guest");
        String room = roomlog.newRoom(owner, "PUBLIC");
        return Thread.ofVirtual()
                .start(() -> {
                    while (!enough.get()) {
                        roomlog.join(room, guest).expect(200);
                        roomlog.giveRole(room, owner, guest, "MODERATOR").expect(200);
                        roomlog.rename(room, guest, "Room " + otherChanges.get()).expect(200);
                        roomlog.leave(room, guest).expectStatus(204);
                        otherChanges.addAndGet(4);
                    }
                });
    }

    private void write(Rounds rounds, Duration took) {
        double seconds = took.toMillis() / 1000.0;
        BenchmarkPage page = new BenchmarkPage("felt-at-once");
        page.add(
                """
                # Felt at once

                How long it takes from the REST answer to a change of a membership until the last of %d edges has told it to a subscriber of that room (target: 99th percentile at most 1 s). What arrives before the answer counts as 0.

                | what | measured | p50 | p99 | longest |
                |---|---|---|---|---|
                """
                        .formatted(EDGES));
        nanos.forEach((what, all) ->
                page.add(
                        "| %s | %d | %.1f ms | %.1f ms | %.1f ms |%n"
                                .formatted(
                                        what,
                                        all.size(),
                                        percentile(all, 50) / 1e6,
                                        percentile(all, 99) / 1e6,
                                        percentile(all, 100) / 1e6)));
        page.add(
                """

                Meanwhile: %.0f messages a second in %d rooms, %.0f other changes a second of rooms and memberships.
                """
                        .formatted(spoken.get() / seconds, TALKERS, otherChanges.get() / seconds));
        page.write(FeltAtOnceBenchmark.class, "-Droomlog.times=" + rounds.times());
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.roomlog.system;

import dev.roomlog.events.Appended;
import dev.roomlog.events.EventProducer;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.AccountStatus;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.MembershipStatus;
import dev.roomlog.events.v1.PostingRule;
import dev.roomlog.events.v1.Role;
import dev.roomlog.events.v1.RoomKind;
import dev.roomlog.events.v1.RoomState;
import dev.roomlog.events.v1.RoomStatus;
import dev.roomlog.local.LocalStack;
import dev.roomlog.local.Part;
import dev.roomlog.local.StackOptions;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * What a million memberships cost an edge: heap, and time until it confirms its first subscription.
 * No part of {@code verify}: {@code -Dit.test} starts it. It writes {@code
 * docs/benchmarks/memberships.md}.
 */
class MembershipsBenchmark {

    private static final int ROOMS = 50_000;
    private static final int MEMBERS = 100_000;
    private static final int MEMBERS_OF_A_ROOM = 20;
    private static final int AT_ONCE = 20_000;

    /** Of one start of the edge. */
    private record Start(long readyMillis, long subscribedMillis, long heapBytes) {}

    @Test
    void anEdgeHoldsAMillionMemberships() {
        int times = Rounds.of("memberships", 5).times();
        Path folder = SharedStack.newFolder("benchmark");
        StackOptions options =
                StackOptions.in(folder).withEdges(1).withPort(0).trainingForWarmStarts();
        try (LocalStack stack = LocalStack.start(options)) {
            Installation roomlog = new Installation(stack);
            Member member = roomlog.newMember("member");
            String room = roomlog.newRoom(member, "PUBLIC");
            stack.part("message-service").stop(Duration.ofSeconds(15));
            stack.part("room-service").stop(Duration.ofSeconds(15));
            Part edge = stack.part("edge-1");
            start(roomlog, edge, member, room); // the first one that uses the class cache
            List<Start> empty = starts(times, roomlog, edge, member, room);
            fill(stack.bootstrapServers());
            List<Start> full = starts(times, roomlog, edge, member, room);
            write(empty, full);
        } finally {
            SharedStack.delete(folder);
        }
    }

    private static List<Start> starts(
            int times, Installation roomlog, Part edge, Member member, String room) {
        return Stream.generate(() -> start(roomlog, edge, member, room)).limit(times).toList();
    }

    private static Start start(Installation roomlog, Part edge, Member member, String room) {
        edge.kill();
        long began = System.nanoTime();
        edge.start().awaitReady();
        long ready = System.nanoTime();
        try (StompUser user = roomlog.connectTo(edge, member)) {
            user.subscribe(room);
            long subscribed = System.nanoTime();
            collectGarbage(edge);
            return new Start(
                    (ready - began) / 1_000_000,
                    (subscribed - began) / 1_000_000,
                    Metrics.heapBytes(edge));
        }
    }

    private static void collectGarbage(Part edge) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process collecting =
                    new ProcessBuilder(jcmd.toString(), Long.toString(edge.pid()), "GC.run")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (collecting.waitFor() != 0) {
                throw new IllegalStateException("jcmd said " + collecting.exitValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void fill(String bootstrapServers) {
        List<MemberId> members =
                Stream.generate(() -> new MemberId(UUID.randomUUID().toString()))
                        .limit(MEMBERS)
                        .toList();
        try (EventProducer producer =
                EventProducer.connect(
                        Map.of("bootstrap.servers", bootstrapServers), Duration.ofMillis(20))) {
            List<CompletableFuture<Appended>> sent = new ArrayList<>();
            for (int i = 0; i < ROOMS; i++) {
                RoomId room = RoomId.random();
                sent.add(producer.send(OutgoingEvent.room(room, aRoom(i))));
                for (int j = 0; j < MEMBERS_OF_A_ROOM; j++) {
                    MemberId member = members.get((i * MEMBERS_OF_A_ROOM + j) % MEMBERS);
                    sent.add(
                            producer.send(
                                    OutgoingEvent.membership(
                                            room, member, aMembership(j, members.get(j)))));
                }
                if (sent.size() > AT_ONCE) {
                    sent.forEach(CompletableFuture::join);
                    sent.clear();
                }
            }
            sent.forEach(CompletableFuture::join);
        }
    }

    private static RoomState aRoom(int number) {
        return RoomState.newBuilder()
                .setStatus(RoomStatus.ROOM_STATUS_ACTIVE)
                .setVersion(1)
                .setName("Room number " + number)
                .setKind(RoomKind.ROOM_KIND_PRIVATE)
                .setPosting(PostingRule.POSTING_RULE_EVERYONE)
                .build();
    }

    private static MembershipState aMembership(int number, MemberId by) {
        return MembershipState.newBuilder()
                .setStatus(MembershipStatus.MEMBERSHIP_STATUS_MEMBER)
                .setVersion(number + 2)
                .setRole(number == 0 ? Role.ROLE_OWNER : Role.ROLE_MEMBER)
                .setAccount(AccountStatus.ACCOUNT_STATUS_ACTIVE)
                .setChangedBy(by.value())
                .build();
    }

    private static void write(List<Start> empty, List<Start> full) {
        new BenchmarkPage("memberships")
                .add(
                        """
                        # A million memberships

                        An edge holds who is in which room. Here: %,d rooms of %d, %,d members in %d rooms each. The edge is killed and started %d times without them and %d times with them, on the heap that `./roomlog up` gives it; medians. Targets: a heap of at most 120 MiB, 3 s more until the first subscription.

                        | | ready after | first SUBSCRIBE confirmed after | heap in use after a collection |
                        |---|---|---|---|
                        """
                                .formatted(
                                        ROOMS,
                                        MEMBERS_OF_A_ROOM,
                                        MEMBERS,
                                        ROOMS * MEMBERS_OF_A_ROOM / MEMBERS,
                                        empty.size(),
                                        full.size()))
                .add(row("one membership", empty))
                .add(row("a million memberships", full))
                .add("\nNothing else used Kafka meanwhile.\n")
                .write(MembershipsBenchmark.class, "-Droomlog.times=" + full.size());
    }

    private static String row(String what, List<Start> starts) {
        return "| %s | %.1f s | %.1f s | %.0f MiB |%n"
                .formatted(
                        what,
                        median(starts.stream().map(Start::readyMillis).toList()) / 1e3,
                        median(starts.stream().map(Start::subscribedMillis).toList()) / 1e3,
                        median(starts.stream().map(Start::heapBytes).toList()) / 1048576.0);
    }

    private static long median(List<Long> all) {
        return BenchmarkPage.percentile(all, 50);
    }
}

package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.local.Part;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Any process dies by {@code kill -9} while people chat, and starts again: nothing acknowledged is
 * missing from history, nothing is there twice, and the order is the one that was seen.
 */
@ExtendWith(SharedStack.class)
class CrashIT {

    private final Installation roomlog;

    CrashIT(Installation roomlog) {
        this.roomlog = roomlog;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "edge-1",
                "edge-2",
                "message-service",
                "room-service",
                "mongo",
                "mariadb",
                "kafka-1"
            })
    void losesAndDoublesNothingWhenAProcessDies(String victim) {
        Rounds rounds = Rounds.of("crash of " + victim, 1);
        Random random = rounds.random();
        int acknowledged = 0;
        for (int i = 0; i < rounds.times(); i++) {
            acknowledged += losesAndDoublesNothing(victim, random);
        }
        rounds.report("acknowledged=" + acknowledged + " lost=0 doubled=0");
    }

    private int losesAndDoublesNothing(String victim, Random random) {
        Member alice = roomlog.newMember("alice");
        Member bob = roomlog.newMember("bob");
        String room = roomlog.newRoom(alice, "PRIVATE", bob);
        Part part = roomlog.stack().part(victim);
        List<Sender> senders = List.of(new Sender(alice, room), new Sender(bob, room));
        List<Thread> threads = senders.stream().map(Thread.ofVirtual()::start).toList();

        awaitAcknowledged(senders, 10 + random.nextInt(20));
        part.kill();
        part.start();
        part.awaitReady();
        int soFar = senders.stream().mapToInt(sender -> sender.acknowledged.size()).min().orElse(0);
        awaitAcknowledged(senders, soFar + 20);
        senders.forEach(sender -> sender.enough.set(true));
        threads.forEach(CrashIT::join);

        senders.forEach(sender -> assertThat(sender.failure).isEmpty());
        List<Acknowledged> acknowledged = new ArrayList<>();
        senders.forEach(sender -> acknowledged.addAll(sender.acknowledged));
        long end = acknowledged.stream().mapToLong(Acknowledged::position).max().orElseThrow();
        List<JsonNode> history = roomlog.history(bob, room).upTo(end);
        List<String> texts = history.stream().map(m -> m.get("text").stringValue()).toList();

        assertThat(texts).as("nothing twice").doesNotHaveDuplicates();
        assertThat(new HashSet<>(texts))
                .as("nothing acknowledged is missing")
                .containsAll(acknowledged.stream().map(Acknowledged::text).toList());
        for (JsonNode stored : history) {
            acknowledged.stream()
                    .filter(a -> a.text().equals(stored.get("text").stringValue()))
                    .forEach(a -> {
                        assertThat(stored.get("position").longValue()).isEqualTo(a.position());
                        assertThat(stored.get("id").stringValue()).isEqualTo(a.messageId());
                    });
        }
        for (Sender sender : senders) {
            List<String> own =
                    texts.stream()
                            .filter(text -> text.startsWith(sender.member.username() + " "))
                            .toList();
            assertThat(own).as("one sender's order").isEqualTo(sender.textsInOrder(own.size()));
        }
        return acknowledged.size();
    }

    private record Acknowledged(String text, String messageId, long position) {}

    /**
     * Sends one message after the other; retries each under the same client message ID until it is
     * acknowledged.
     */
    private final class Sender implements Runnable {
        final Member member;
        final String room;
        final List<Acknowledged> acknowledged = Collections.synchronizedList(new ArrayList<>());
        final AtomicBoolean enough = new AtomicBoolean();
        volatile Optional<Throwable> failure = Optional.empty();

        Sender(Member member, String room) {
            this.member = member;
            this.room = room;
        }

        String text(int number) {
            return member.username() + " " + number;
        }

        List<String> textsInOrder(int count) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                texts.add(text(i));
            }
            return texts;
        }

        @Override
        public void run() {
            Optional<StompUser> user = Optional.empty();
            try {
                for (int number = 0; !enough.get(); number++) {
                    user = sendUntilAcknowledged(number, user);
                }
            } catch (RuntimeException | AssertionError e) {
                failure = Optional.of(e);
            } finally {
                user.ifPresent(StompUser::close);
            }
        }

        private Optional<StompUser> sendUntilAcknowledged(
                int number, Optional<StompUser> connected) {
            Optional<StompUser> user = connected;
            long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (true) {
                try {
                    StompUser now = user.orElseGet(() -> roomlog.connect(member));
                    user = Optional.of(now);
                    var receipt = StompUser.await(now.send(room, text(number), "n-" + number));
                    acknowledged.add(
                            new Acknowledged(
                                    text(number), receipt.messageId(), receipt.position()));
                    return user;
                } catch (CompletionException | IllegalStateException e) {
                    // The connection or the send failed, as it may while a process is down: again,
                    // under the same ID.
                    user.ifPresent(StompUser::close);
                    user = Optional.empty();
                    if (System.nanoTime() > deadline) {
                        throw e;
                    }
                }
            }
        }
    }

    private static void awaitAcknowledged(List<Sender> senders, int count) {
        Awaitility.await("each sender has " + count + " acknowledged")
                .atMost(Duration.ofMinutes(3))
                .until(() ->
                        senders.stream()
                                .allMatch(sender ->
                                        sender.acknowledged.size() >= count
                                                || sender.failure.isPresent()));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Members who talk in a room, each saying one thing after the other and each under the same client
 * message ID until it is acknowledged, over as many connections as that takes.
 */
final class Senders implements AutoCloseable {

    private final Installation roomlog;
    private final String room;
    private final List<Sender> senders;
    private final List<Thread> threads;
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean enough;

    record Acknowledged(String text, String messageId, long position) {}

    /**
     * @param interval at least so long from one thing a member says to its next
     */
    Senders(Installation roomlog, String room, Duration interval, List<Member> members) {
        this.roomlog = roomlog;
        this.room = room;
        this.senders = members.stream().map(Sender::new).toList();
        this.threads = senders.stream().map(Thread.ofVirtual()::start).toList();
        var _ =
                pace.scheduleAtFixedRate(
                        () -> senders.forEach(Sender::mayGoOn),
                        0,
                        interval.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    /** Each of them has this many acknowledged. */
    void awaitAcknowledged(int count) {
        Awaitility.await("each sender has " + count + " acknowledged")
                .atMost(Duration.ofMinutes(3))
                .until(() ->
                        senders.stream()
                                .allMatch(sender ->
                                        sender.acknowledged.size() >= count
                                                || sender.failure.isPresent()));
    }

    /** Each of them has this many more acknowledged than the one with the fewest has now. */
    void awaitMore(int count) {
        awaitAcknowledged(
                count + senders.stream().mapToInt(s -> s.acknowledged.size()).min().orElse(0));
    }

    /** All that was acknowledged, when everybody has come to an end. */
    List<Acknowledged> end() {
        close();
        List<Acknowledged> all = new ArrayList<>();
        for (Sender sender : senders) {
            assertThat(sender.failure).as(sender.member.username()).isEmpty();
            all.addAll(sender.acknowledged);
        }
        return all;
    }

    /** What each said stands in that order among the texts, and all of it. */
    void assertOrderOfEach(List<String> texts) {
        for (Sender sender : senders) {
            List<String> own =
                    texts.stream()
                            .filter(text -> text.startsWith(sender.member.username() + " "))
                            .toList();
            List<String> said = new ArrayList<>();
            for (int i = 0; i < own.size(); i++) {
                said.add(sender.text(i));
            }
            assertThat(own).as("one sender's order").isEqualTo(said);
        }
    }

    @Override
    public void close() {
        enough = true;
        senders.forEach(Sender::mayGoOn);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        pace.shutdownNow();
    }

    private final class Sender implements Runnable {
        private final Member member;
        private final Semaphore ticks = new Semaphore(0);
        private final List<Acknowledged> acknowledged =
                Collections.synchronizedList(new ArrayList<>());
        private volatile Optional<Throwable> failure = Optional.empty();
        private @Nullable StompUser user;

        Sender(Member member) {
            this.member = member;
        }

        String text(int number) {
            return member.username() + " " + number;
        }

        void mayGoOn() {
            ticks.release();
        }

        @Override
        public void run() {
            try {
                for (int number = 0; !enough; number++) {
                    ticks.acquire();
                    ticks.drainPermits();
                    sayUntilAcknowledged(number);
                }
            } catch (InterruptedException | RuntimeException | AssertionError e) {
                failure = Optional.of(e);
            } finally {
                disconnect();
            }
        }

        private void sayUntilAcknowledged(int number) {
            long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (true) {
                try {
                    if (user == null) {
                        user = roomlog.connect(member);
                    }
                    var receipt = StompUser.await(user.send(room, text(number), "n-" + number));
                    acknowledged.add(
                            new Acknowledged(
                                    text(number), receipt.messageId(), receipt.position()));
                    return;
                } catch (CompletionException | IllegalStateException e) {
                    // The connection or the send failed, as it may while a process is down: again,
                    // under the same ID.
                    disconnect();
                    if (System.nanoTime() > deadline) {
                        throw e;
                    }
                }
            }
        }

        private void disconnect() {
            if (user != null) {
                user.close();
                user = null;
            }
        }
    }
}

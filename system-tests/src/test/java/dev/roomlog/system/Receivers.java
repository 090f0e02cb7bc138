package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Members who hear a room from its beginning on, and come back with their last position whenever
 * they lose their connection.
 */
final class Receivers implements AutoCloseable {

    private final Installation roomlog;
    private final String room;
    private final CompletableFuture<Void> enough = new CompletableFuture<>();
    private final List<Receiver> receivers;
    private final List<Thread> threads;

    Receivers(Installation roomlog, String room, List<Member> members) {
        this.roomlog = roomlog;
        this.room = room;
        this.receivers = members.stream().map(Receiver::new).toList();
        this.threads = receivers.stream().map(Thread.ofVirtual()::start).toList();
    }

    /** Everybody has seen a position. */
    void await(long position) {
        Awaitility.await("everybody has come to " + position)
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(
                        () -> receivers.forEach(receiver -> receiver.assertCameTo(position)));
    }

    /** All that each of them saw of the room's log, in the order it came. */
    List<List<Received>> end() {
        close();
        receivers.forEach(receiver -> receiver.failure.ifPresent(receiver::fail));
        return receivers.stream().map(Receiver::seen).toList();
    }

    /** How often a connection was lost, and the next one went on where it ended. */
    int timesBack() {
        return receivers.stream().mapToInt(receiver -> receiver.confirmed.get() - 1).sum();
    }

    @Override
    public void close() {
        enough.complete(null);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final class Receiver implements Runnable {
        private final Member member;
        private final List<StompUser.Inbox> inboxes = new CopyOnWriteArrayList<>();
        private volatile @Nullable RuntimeException lastRefusal;
        private final AtomicInteger confirmed = new AtomicInteger();
        private volatile Optional<Throwable> failure = Optional.empty();

        Receiver(Member member) {
            this.member = member;
        }

        /** What has a position, and a gap, which must not come. */
        List<Received> seen() {
            List<Received> seen = new ArrayList<>();
            for (StompUser.Inbox inbox : inboxes) {
                inbox.all().stream()
                        .filter(event -> event.position() >= 0 || event.event().equals("gap"))
                        .forEach(seen::add);
            }
            return seen;
        }

        long last() {
            return inboxes.stream()
                    .flatMap(inbox -> inbox.all().stream())
                    .mapToLong(Received::position)
                    .max()
                    .orElse(-1);
        }

        void assertCameTo(long position) {
            failure.ifPresent(this::fail);
            assertThat(last())
                    .as("%s, last refused by %s", member.username(), lastRefusal)
                    .isGreaterThanOrEqualTo(position);
        }

        void fail(Throwable cause) {
            throw new IllegalStateException(member.username() + " gave up", cause);
        }

        @Override
        public void run() {
            try {
                while (!enough.isDone()) {
                    hear();
                    enough.copy().completeOnTimeout(null, 100, TimeUnit.MILLISECONDS).join();
                }
            } catch (RuntimeException | AssertionError e) {
                failure = Optional.of(e);
            }
        }

        private void hear() {
            try (StompUser user = roomlog.connect(member)) {
                long last = last();
                StompUser.Inbox inbox = new StompUser.Inbox();
                inboxes.add(inbox);
                user.subscribeTo(
                        "/topic/rooms/" + room, last < 0 ? "first" : Long.toString(last), inbox);
                confirmed.incrementAndGet();
                CompletableFuture.anyOf(enough, user.lost()).join();
            } catch (CompletionException | IllegalStateException e) {
                // The edge went away before it answered: that is no worse than after it.
                lastRefusal = e;
            }
        }
    }
}

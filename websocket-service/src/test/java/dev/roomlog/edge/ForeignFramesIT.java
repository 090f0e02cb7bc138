package dev.roomlog.edge;

import static dev.roomlog.edge.membership.Memberships.aMember;
import static dev.roomlog.edge.membership.Memberships.aRoom;
import static dev.roomlog.edge.membership.Memberships.out;
import static dev.roomlog.events.v1.MembershipStatus.MEMBERSHIP_STATUS_BANNED;
import static dev.roomlog.events.v1.MembershipStatus.MEMBERSHIP_STATUS_LEFT;
import static dev.roomlog.events.v1.MembershipStatus.MEMBERSHIP_STATUS_MEMBER;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.edge.StompClient.Received;
import dev.roomlog.edge.membership.MembershipListener;
import dev.roomlog.edge.membership.MembershipView;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomPartitioner;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;
import dev.roomlog.events.v1.RoomKind;
import dev.roomlog.events.v1.RoomState;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * Nobody is sent what was said in a room after the edge had applied that it is out. Members come
 * and go at random, the records that say so arrive shuffled and repeated, messages flow meanwhile.
 * Repeat a run with {@code -Droomlog.seed}.
 */
@ExtendWith(WithEdges.class)
class ForeignFramesIT {

    private static final int MEMBERS = 6;
    private static final int ROUNDS = 150;
    private static final int LAST_WORDS = 20;
    private static final String THE_END = "the end";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Edges edges;
    private final RoomId room;

    /** All are in it, all the time. It shares its partition with the other. */
    private final RoomId lobby;

    /** The number of the message that is being said, or was said last. */
    private final AtomicLong said = new AtomicLong();

    private final AtomicLong version = new AtomicLong(100);
    private final Map<String, MembershipState> latest = new ConcurrentHashMap<>();

    ForeignFramesIT(Edges edges) {
        this.edges = edges;
        this.room = edges.room(RoomKind.ROOM_KIND_PUBLIC);
        this.lobby = besides(room);
        edges.publish(OutgoingEvent.room(lobby, aRoom(RoomKind.ROOM_KIND_PRIVATE, 1).build()));
        members().forEach(member -> edges.publish(lobby, member, aMember(2)));
    }

    private static RoomId besides(RoomId room) {
        RoomId candidate = RoomId.random();
        int wanted = RoomPartitioner.partitionOf(room, Edges.PARTITIONS);
        while (RoomPartitioner.partitionOf(candidate, Edges.PARTITIONS) != wanted) {
            candidate = RoomId.random();
        }
        return candidate;
    }

    private List<String> members() {
        return LongStream.range(0, MEMBERS).mapToObj(i -> "m" + i + "-" + room).toList();
    }

    @Test
    void sendsNobodyWhatWasSaidAfterItWasOut() throws IOException {
        long seed = Long.getLong("roomlog.seed", System.nanoTime());
        System.out.println("ForeignFramesIT runs with -Droomlog.seed=" + seed);
        List<Listening> all = new CopyOnWriteArrayList<>();
        List<Removals> removals = List.of(new Removals(edges.a, all), new Removals(edges.b, all));
        for (Removals each : removals) {
            for (String member : members()) {
                all.add(new Listening(each.edge, member));
            }
            each.edge.context().getBean(MembershipView.class).tell(each);
        }

        AtomicBoolean talking = new AtomicBoolean(true);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> heard =
                    all.stream().map(l -> CompletableFuture.runAsync(l::listen, threads)).toList();
            CompletableFuture<Void> talk =
                    CompletableFuture.runAsync(
                            () -> {
                                while (talking.get()) {
                                    say();
                                }
                            },
                            threads);
            comeAndGo(new Random(seed));
            awaitAllApplied(removals);
            talking.set(false);
            talk.join();
            long before = said.get();
            post(lobby, "all is settled");
            awaitAllSubscribedWhoAreIn(all);
            for (int i = 0; i < LAST_WORDS; i++) {
                say();
            }
            post(lobby, THE_END);
            CompletableFuture.allOf(heard.toArray(CompletableFuture[]::new)).join();

            assertThat(all).allSatisfy(listening -> listening.assertRight(before));
            assertThat(all.stream().mapToInt(listening -> listening.limits.size()).sum())
                    .as("subscriptions that a removal ended")
                    .isGreaterThan(MEMBERS);
        }
    }

    /** A room-service whose relays overtake and repeat each other. */
    private void comeAndGo(Random random) {
        List<OutgoingEvent> sent = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<OutgoingEvent> batch = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                batch.add(change(members().get(random.nextInt(MEMBERS)), random));
            }
            for (int i = 0; i < 2 && !sent.isEmpty(); i++) {
                batch.add(sent.get(random.nextInt(sent.size())));
            }
            sent.addAll(batch);
            Collections.shuffle(batch, random);
            batch.forEach(edges::publish);
        }
    }

    private OutgoingEvent change(String member, Random random) {
        long next = version.incrementAndGet();
        MembershipState state =
                switch (random.nextInt(4)) {
                    case 0 -> out(next, MEMBERSHIP_STATUS_LEFT).build();
                    case 1 -> out(next, MEMBERSHIP_STATUS_BANNED).build();
                    default -> aMember(next).build();
                };
        latest.put(member, state);
        return OutgoingEvent.membership(room, new MemberId(member), state);
    }

    private void say() {
        post(room, Long.toString(said.incrementAndGet()));
    }

    private void post(RoomId to, String text) {
        MessagePosted posted =
                MessagePosted.newBuilder()
                        .setMessageId(MessageId.random().toBytes())
                        .setSenderId("talker")
                        .setText(text)
                        .build();
        edges.publish(
                OutgoingEvent.message(1, to, MessageEvent.newBuilder().setPosted(posted).build()));
    }

    private void awaitAllApplied(List<Removals> removals) {
        latest.forEach((member, state) -> {
            for (Removals applied : removals) {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() ->
                                state.getVersion() == applied.versions.getOrDefault(member, 0L));
            }
        });
    }

    private void awaitAllSubscribedWhoAreIn(List<Listening> all) {
        for (Listening listening : all) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() ->
                            listening.upToDate
                                    && (!isIn(listening.member) || !listening.live.isEmpty()));
        }
    }

    private boolean isIn(String member) {
        MembershipState state = latest.get(member);
        return state != null && state.getStatus() == MEMBERSHIP_STATUS_MEMBER;
    }

    /** What one edge has applied; told after its sessions were. */
    private final class Removals implements MembershipListener {
        final Map<String, Long> versions = new ConcurrentHashMap<>();
        final Edges.Edge edge;
        final List<Listening> all;

        Removals(Edges.Edge edge, List<Listening> all) {
            this.edge = edge;
            this.all = all;
        }

        @Override
        public void roomChanged(RoomId id, @Nullable RoomState before, RoomState after) {}

        @Override
        public void membershipChanged(
                RoomId id,
                MemberId member,
                @Nullable MembershipState before,
                MembershipState after) {
            if (!id.equals(room)) {
                return;
            }
            if (after.getStatus() != MEMBERSHIP_STATUS_MEMBER) {
                long now = said.get();
                all.stream()
                        .filter(l -> l.member.equals(member.value()))
                        .filter(l -> l.edge.equals(edge))
                        .forEach(l -> l.cut(now));
            }
            versions.put(member.value(), after.getVersion());
        }
    }

    /** A member's connection, which subscribes again whenever it was cut off or refused. */
    private final class Listening {
        final Edges.Edge edge;
        final String member;
        final StompClient client;

        /** The subscription whose first event came and whose last did not; or empty. */
        volatile String live = "";

        /** By subscription, what was said last when a removal was applied that must end it. */
        final Map<String, Long> limits = new ConcurrentHashMap<>();

        final Map<String, List<Long>> heard = new ConcurrentHashMap<>();
        final List<String> ended = new ArrayList<>();
        final List<String> faults = new ArrayList<>();

        /** All that was sent before the changes came to an end was heard. */
        volatile boolean upToDate;

        private String asked = "";
        private int subscriptions;

        Listening(Edges.Edge edge, String member) throws IOException {
            this.edge = edge;
            this.member = member;
            this.client = edges.connect(edge, member);
            client.subscribeToErrors();
            client.send("SUBSCRIBE", "", "id:lobby", "destination:/topic/rooms/" + lobby);
        }

        /** Any thread: the edge has applied that the member is out. */
        void cut(long lastSaid) {
            String cutOff = live;
            if (!cutOff.isEmpty()) {
                limits.merge(cutOff, lastSaid, Math::min);
            }
        }

        void listen() {
            try {
                boolean going = true;
                while (going) {
                    if (live.isEmpty() && asked.isEmpty()) {
                        asked = "s" + ++subscriptions;
                        client.send(
                                "SUBSCRIBE",
                                "",
                                "id:" + asked,
                                "destination:/topic/rooms/" + room,
                                "receipt:" + asked);
                    }
                    going = take(client.nextFrameOfAnyKind());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /**
         * @return whether more is to come
         */
        private boolean take(Received frame) {
            if (frame.command().equals("RECEIPT") || frame.header("x-event").equals("refused")) {
                asked = "";
                return true;
            }
            if (!frame.command().equals("MESSAGE")) {
                faults.add(frame.toString());
                return false;
            }
            String subscription = frame.header("subscription");
            String event = frame.header("x-event");
            if (subscription.equals("lobby") && event.equals("posted")) {
                upToDate = true;
                return !frame.json().get("text").stringValue().equals(THE_END);
            }
            if (subscription.equals("lobby")) {
                return true;
            }
            if (ended.contains(subscription)) {
                faults.add("after its last: " + frame);
            } else if (event.equals("room")) {
                live = subscription;
            } else if (event.equals("posted")) {
                heard.computeIfAbsent(subscription, _ -> new ArrayList<>())
                        .add(Long.parseLong(frame.json().get("text").stringValue()));
            } else if (isOwnRemoval(frame)) {
                ended.add(subscription);
                live = "";
            }
            return true;
        }

        private boolean isOwnRemoval(Received frame) {
            return frame.header("x-event").equals("member")
                    && frame.json().get("memberId").stringValue().equals(member)
                    && frame.json().get("change").stringValue().equals("removed");
        }

        /** Once nothing more comes. */
        void assertRight(long before) {
            assertThat(faults).as(member).isEmpty();
            limits.forEach((subscription, limit) ->
                    assertThat(heard.getOrDefault(subscription, List.of()))
                            .as("%s on %s", member, subscription)
                            .allMatch(number -> number <= limit));
            List<Long> lastWords =
                    LongStream.rangeClosed(before + 1, before + LAST_WORDS).boxed().toList();
            List<Long> heardOfThem =
                    heard.values().stream()
                            .flatMap(List::stream)
                            .filter(number -> number > before)
                            .toList();
            assertThat(heardOfThem)
                    .as("what %s heard in the end", member)
                    .isEqualTo(isIn(member) ? lastWords : List.of());
        }
    }
}

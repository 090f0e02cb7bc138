package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.local.Part;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the first page of the README tells. */
@ExtendWith(SharedStack.class)
class StoryIT {

    private final Installation roomlog;
    private final Member alice;
    private final Member bob;
    private final String room;

    StoryIT(Installation roomlog) {
        this.roomlog = roomlog;
        this.alice = roomlog.newMember("alice");
        this.bob = roomlog.newMember("bob");
        this.room = roomlog.newRoom(alice, "PRIVATE", bob);
    }

    @Test
    void twoMembersOnTwoEdgesChatBothWays() {
        try (StompUser a = roomlog.connect(alice);
                StompUser b = roomlog.connect(bob)) {
            StompUser.Inbox toAlice = a.subscribe(room);
            StompUser.Inbox toBob = b.subscribe(room);

            StompUser.Receipt first = a.sendAndAwait(room, "안녕, Bob 👋");
            StompUser.Receipt second = b.sendAndAwait(room, "hello, Alice");

            for (StompUser.Inbox inbox : List.of(toAlice, toBob)) {
                Received one = inbox.next("posted");
                Received two = inbox.next("posted");
                assertThat(one.text()).isEqualTo("안녕, Bob 👋");
                assertThat(one.messageId()).isEqualTo(first.messageId());
                assertThat(one.position()).isEqualTo(first.position());
                assertThat(one.body().get("senderId").stringValue()).isEqualTo(alice.id());
                assertThat(two.text()).isEqualTo("hello, Alice");
                assertThat(two.position())
                        .isEqualTo(second.position())
                        .isGreaterThan(first.position());
            }
            assertThat(sessionsOn(roomlog.stack().edges()))
                    .as("each session on an edge of its own")
                    .containsExactlyInAnyOrder(0, 1, 1);
        }
    }

    @Test
    void historyShowsWhatWasSeenLiveWordForWord() {
        try (StompUser a = roomlog.connect(alice)) {
            StompUser.Inbox live = a.subscribe(room);
            for (int i = 0; i < 7; i++) {
                a.sendAndAwait(room, "message " + i);
            }
            List<Received> seen = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                seen.add(live.next("posted"));
            }

            List<JsonNode> stored = roomlog.history(bob, room).upTo(seen.getLast().position());

            assertThat(stored).isEqualTo(seen.stream().map(Received::body).toList());
        }
    }

    @Test
    void historyPagesBothWays() {
        List<Long> sent = new ArrayList<>();
        try (StompUser a = roomlog.connect(alice)) {
            for (int i = 0; i < 9; i++) {
                sent.add(a.sendAndAwait(room, "m" + i).position());
            }
        }
        History history = roomlog.history(bob, room);
        history.upTo(sent.getLast());

        JsonNode newest = history.page("?limit=3");
        JsonNode before = history.page("?limit=3&before=" + sent.get(6));
        JsonNode after = history.page("?limit=3&after=" + sent.get(2));

        assertThat(positions(newest)).isEqualTo(sent.subList(6, 9));
        assertThat(newest.get("hasBefore").booleanValue()).isTrue();
        assertThat(newest.get("hasAfter").booleanValue()).isFalse();
        assertThat(positions(before)).isEqualTo(sent.subList(3, 6));
        assertThat(before.get("hasAfter").booleanValue()).isTrue();
        assertThat(positions(after)).isEqualTo(sent.subList(3, 6));
        assertThat(newest.get("appliedTo").longValue()).isGreaterThanOrEqualTo(sent.getLast());
    }

    @Test
    void aClientThatComesBackGetsExactlyWhatItMissed() {
        try (StompUser a = roomlog.connect(alice)) {
            long last;
            try (StompUser b = roomlog.connect(bob)) {
                StompUser.Inbox inbox = b.subscribe(room);
                a.sendAndAwait(room, "before");
                last = inbox.next("posted").position();
            }
            for (int i = 0; i < 5; i++) {
                a.sendAndAwait(room, "missed " + i);
            }
            try (StompUser back = roomlog.connect(bob)) {
                StompUser.Inbox resumed = back.subscribe(room, Long.toString(last));
                a.sendAndAwait(room, "live");

                List<String> texts = new ArrayList<>();
                while (!texts.contains("live")) {
                    texts.add(resumed.next("posted").text());
                }
                assertThat(texts)
                        .containsExactly(
                                "missed 0", "missed 1", "missed 2", "missed 3", "missed 4", "live");
            }
        }
    }

    @Test
    void theSameSendThroughTwoEdgesIsOneMessage() {
        List<Part> edges = roomlog.stack().edges();
        try (StompUser here = roomlog.connectTo(edges.get(0), alice);
                StompUser there = roomlog.connectTo(edges.get(1), alice);
                StompUser b = roomlog.connect(bob)) {
            StompUser.Inbox inbox = b.subscribe(room);

            StompUser.Receipt first = StompUser.await(here.send(room, "once", "retry-1"));
            StompUser.Receipt again = StompUser.await(there.send(room, "once", "retry-1"));
            there.sendAndAwait(room, "end");

            assertThat(again).isEqualTo(first);
            inbox.next("posted");
            assertThat(inbox.next("posted").text()).isEqualTo("end");
            List<JsonNode> stored =
                    roomlog.history(bob, room).upTo(inbox.posted().getLast().position());
            assertThat(stored)
                    .extracting(m -> m.get("text").stringValue())
                    .containsExactly("once", "end");
        }
    }

    @Test
    void roomsAreListedForTheirMembers() {
        JsonNode rooms = roomlog.rest().get("/api/rooms", bob).expect(200).get("items");

        assertThat(rooms).hasSize(1);
        assertThat(rooms.get(0).get("id").stringValue()).isEqualTo(room);
        assertThat(rooms.get(0).get("role").stringValue()).isEqualTo("MEMBER");
        assertThat(rooms.get(0).get("memberCount").asInt()).isEqualTo(2);
    }

    private List<Integer> sessionsOn(List<Part> edges) {
        Awaitility.await("sockets of other tests are gone")
                .atMost(Duration.ofSeconds(10))
                .until(() -> edges.stream().mapToInt(Metrics::sessions).sum() == 2);
        return edges.stream().map(Metrics::sessions).toList();
    }

    private static List<Long> positions(JsonNode page) {
        List<Long> positions = new ArrayList<>();
        page.get("items").forEach(item -> positions.add(item.get("position").longValue()));
        return positions;
    }
}

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

/** What a member has to read, on all of its devices and after everything that may happen. */
@ExtendWith(SharedStack.class)
class UnreadIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Installation roomlog;
    private final Member alice;
    private final Member bob;
    private final String room;

    /** What REST tells of the room. */
    private record Unread(int unread, int mentions, long readPosition) {

        private static Unread of(JsonNode item) {
            return new Unread(
                    item.get("unread").intValue(),
                    item.get("mentions").intValue(),
                    item.get("readPosition").longValue());
        }
    }

    UnreadIT(Installation roomlog) {
        this.roomlog = roomlog;
        this.alice = roomlog.newMember("alice");
        this.bob = roomlog.newMember("bob");
        this.room = roomlog.newRoom(alice, "PRIVATE", bob);
    }

    @Test
    void countsRiseAndFallForAllDevicesOfAMember() {
        List<Part> edges = roomlog.stack().edges();
        try (StompUser a = roomlog.connect(alice);
                StompUser phone = roomlog.connectTo(edges.get(0), bob);
                StompUser laptop = roomlog.connectTo(edges.get(1), bob)) {
            StompUser.Inbox toAlice = a.subscribe(room);
            StompUser.Inbox toLaptop = laptop.subscribe(room);
            long first = a.sendAndAwait(room, "one").position();
            long second = a.sendMentioning(room, "two, Bob", bob).position();
            long third = a.sendAndAwait(room, "three").position();
            awaitUnread(bob, new Unread(3, 1, 0));

            phone.markRead(room, first);
            assertRead(toLaptop.next("read"), first);
            assertRead(toAlice.next("read"), first);
            awaitUnread(bob, new Unread(2, 1, first));

            assertThat(read(bob, third)).isEqualTo(new Unread(0, 0, third));
            assertRead(toLaptop.next("read"), third);
            assertThat(unread(bob)).isEqualTo(new Unread(0, 0, third));

            // Neither way back, and what one says oneself is read.
            phone.markRead(room, second);
            assertThat(read(bob, first)).isEqualTo(new Unread(0, 0, third));
            long own = phone.sendAndAwait(room, "mine").position();
            awaitUnread(bob, new Unread(0, 0, own));
            awaitUnread(alice, new Unread(1, 0, third));
        }
    }

    @Test
    void countsNoFurtherThanAHundred() {
        List<StompUser> speakers =
                // One member may not say so much so fast on one edge.
                roomlog.stack().edges().stream()
                        .map(edge -> roomlog.connectTo(edge, alice))
                        .toList();
        List<Long> said = new ArrayList<>();
        for (int i = 0; i < 105; i++) {
            StompUser speaker = speakers.get(i % speakers.size());
            said.add(speaker.sendAndAwait(room, "message " + i).position());
        }
        speakers.forEach(StompUser::close);
        awaitUnread(bob, new Unread(100, 0, 0));

        assertThat(read(bob, said.get(4))).isEqualTo(new Unread(100, 0, said.get(4)));
        assertThat(read(bob, said.get(5))).isEqualTo(new Unread(99, 0, said.get(5)));
    }

    @Test
    void whatComesLaterIsUnreadHoweverFarAMarkerReaches() {
        try (StompUser a = roomlog.connect(alice);
                StompUser b = roomlog.connect(bob)) {
            long one = a.sendAndAwait(room, "one").position();
            awaitUnread(bob, new Unread(1, 0, 0));
            b.markRead(room, (1L << 53) - 1);
            awaitUnread(bob, new Unread(0, 0, one));

            a.sendAndAwait(room, "two");

            Awaitility.await().atMost(SOON).until(() -> unread(bob).unread() == 1);
        }
    }

    @Test
    void aMentionReachesAMemberOnAnyEdgeWhoIsNotSubscribed() {
        Member eve = roomlog.newMember("eve");
        String herRoom = roomlog.newRoom(alice, "PRIVATE", eve);
        List<Part> edges = roomlog.stack().edges();
        try (StompUser a = roomlog.connectTo(edges.get(0), alice);
                StompUser here = roomlog.connectTo(edges.get(0), bob);
                StompUser there = roomlog.connectTo(edges.get(1), bob);
                StompUser stranger = roomlog.connectTo(edges.get(1), eve)) {
            List<StompUser.Inbox> bobs = List.of(here.notifications(), there.notifications());
            StompUser.Inbox toEve = stranger.notifications();

            StompUser.Receipt sent = a.sendMentioning(room, "look, Bob", bob);
            a.sendMentioning(room, "not for Eve", eve);
            a.sendMentioning(herRoom, "look, Eve", eve);

            for (StompUser.Inbox each : bobs) {
                Received mention = each.next();
                assertThat(mention.event()).isEqualTo("mention");
                assertThat(mention.field("roomId")).isEqualTo(room);
                assertThat(mention.field("by")).isEqualTo(alice.id());
                assertThat(mention.field("messageId")).isEqualTo(sent.messageId());
                assertThat(mention.body().get("position").longValue()).isEqualTo(sent.position());
            }
            assertThat(toEve.next("mention").field("roomId")).isEqualTo(herRoom);
            awaitUnread(bob, new Unread(2, 1, 0));
        }
    }

    @Test
    void countsStayWhenTheirServiceDies() {
        Part service = roomlog.stack().part("message-service");
        try (StompUser a = roomlog.connect(alice);
                StompUser b = roomlog.connect(bob)) {
            long first = a.sendAndAwait(room, "one").position();
            a.sendMentioning(room, "two", bob);
            awaitUnread(bob, new Unread(2, 1, 0));
            b.markRead(room, first);
            awaitUnread(bob, new Unread(1, 1, first));

            service.kill();
            long third = a.sendMentioning(room, "three", bob).position();
            b.markRead(room, first);
            service.start();
            service.awaitReady();

            awaitUnread(bob, new Unread(2, 2, first));
            assertThat(read(bob, third)).isEqualTo(new Unread(0, 0, third));
        }
    }

    @Test
    void nobodyReadsInARoomThatIsNotTheirs() {
        Member eve = roomlog.newMember("eve");

        roomlog.rest().put(path(), eve, "{\"position\":1}").expectRefused("not-found");
        assertThat(roomlog.rest().get("/api/unread", eve).expect(200).get("items")).isEmpty();
        roomlog.rest()
                .put(path(), bob, "{\"position\":\"1\"}")
                .expectProblem(400, "invalid-position");
    }

    private static void assertRead(Received read, long position) {
        assertThat(read.body().get("position").longValue()).isEqualTo(position);
        assertThat(read.position()).as("no point to resume from").isEqualTo(-1);
    }

    private String path() {
        return "/api/rooms/" + room + "/read";
    }

    private Unread read(Member member, long position) {
        String body = "{\"position\":" + position + "}";
        return Unread.of(roomlog.rest().put(path(), member, body).expect(200));
    }

    private Unread unread(Member member) {
        JsonNode items = roomlog.rest().get("/api/unread", member).expect(200).get("items");
        return items.valueStream()
                .filter(item -> item.get("roomId").stringValue().equals(room))
                .map(Unread::of)
                .findAny()
                .orElseThrow();
    }

    private void awaitUnread(Member member, Unread expected) {
        Awaitility.await()
                .atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(unread(member)).isEqualTo(expected));
    }
}

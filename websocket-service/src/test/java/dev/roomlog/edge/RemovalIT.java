package dev.roomlog.edge;

import static dev.roomlog.edge.membership.Memberships.aMember;
import static dev.roomlog.edge.membership.Memberships.aRoom;
import static dev.roomlog.edge.membership.Memberships.out;
import static dev.roomlog.edge.membership.Memberships.timestamp;
import static dev.roomlog.events.v1.MembershipStatus.MEMBERSHIP_STATUS_BANNED;
import static dev.roomlog.events.v1.MembershipStatus.MEMBERSHIP_STATUS_LEFT;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.edge.StompClient.Received;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.AuthorErased;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.RoomDeleted;
import dev.roomlog.events.v1.RoomKind;
import dev.roomlog.events.v1.RoomStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Out of a room, out of an account, or the room itself gone: on every connection, on every edge.
 */
@ExtendWith(WithEdges.class)
class RemovalIT {

    private static final MemberId ALICE = new MemberId("alice");

    private final Edges edges;
    private final RoomId room;
    private StompClient alice;
    private List<StompClient> bobs = List.of();

    RemovalIT(Edges edges) {
        this.edges = edges;
        this.room = edges.room(RoomKind.ROOM_KIND_PUBLIC, "alice", "bob");
    }

    @BeforeEach
    void connect() throws IOException {
        alice = edges.connect(edges.a, "alice");
        bobs =
                List.of(
                        edges.connect(edges.a, "bob"),
                        edges.connect(edges.a, "bob"),
                        edges.connect(edges.b, "bob"));
    }

    @AfterEach
    void disconnect() throws IOException {
        alice.close();
        for (StompClient bob : bobs) {
            bob.close();
        }
    }

    @Test
    void tellsAllConnectionsOfAMemberThatItIsOutAndInAgain() throws IOException {
        for (StompClient bob : bobs) {
            bob.subscribe(room);
            notified(bob);
        }

        edges.publish(room, "bob", out(10, MEMBERSHIP_STATUS_LEFT));
        edges.publish(room, "bob", aMember(11));

        for (StompClient bob : bobs) {
            List<Received> said = List.of(bob.nextFrame(), bob.nextFrame(), bob.nextFrame());
            assertThat(of("room", said)).containsExactly("member");
            assertThat(of("n", said)).containsExactly("removed", "added");
            bob.subscribe(room);
        }
        alice.post(room, "welcome back");
        for (StompClient bob : bobs) {
            assertThat(bob.nextEvent("posted").json().get("text").stringValue())
                    .isEqualTo("welcome back");
        }
    }

    @Test
    void refusesTheBannedAsSuchOnlyUntilTheBanEnds() throws IOException {
        StompClient bob = bobs.getFirst();
        bob.subscribeToErrors();
        bob.subscribe(room);
        Instant later = Instant.now().plusSeconds(600);
        edges.publish(
                room, "bob", out(10, MEMBERSHIP_STATUS_BANNED).setBannedUntil(timestamp(later)));
        bob.nextEvent("member");
        bob.sendTo(room, "but why");
        assertThat(bob.nextEvent("refused").json().get("code").stringValue()).isEqualTo("banned");

        Instant past = Instant.now().minusSeconds(1);
        edges.publish(
                room, "bob", out(11, MEMBERSHIP_STATUS_BANNED).setBannedUntil(timestamp(past)));
        alice.subscribe(room);
        edges.publish(room, "alice", aMember(12).setMutedUntil(timestamp(later)));
        alice.nextEvent("member");

        bob.sendTo(room, "and now");
        assertThat(bob.nextEvent("refused").json().get("code").stringValue())
                .isEqualTo("not-a-member");
    }

    @Test
    void saysExactlyOnceThatARoomIsDeletedAndShowsNothingOfItAnyMore() throws IOException {
        long before = Long.parseLong(alice.post(room, "before").header("x-position"));
        for (StompClient bob : bobs) {
            // Not "next": the other edge may not have read it yet.
            bob.resume(room, new Position(before - 1), 1);
            bob.subscribeToErrors();
        }

        edges.publish(
                OutgoingEvent.message(
                        1,
                        room,
                        MessageEvent.newBuilder()
                                .setRoomDeleted(RoomDeleted.newBuilder().setDeletedBy("alice"))
                                .build()));
        edges.publish(
                OutgoingEvent.room(
                        room,
                        aRoom(RoomKind.ROOM_KIND_PUBLIC, 10)
                                .setStatus(RoomStatus.ROOM_STATUS_DELETED)
                                .build()));

        for (StompClient bob : bobs) {
            Received last = bob.nextEvent("room");
            assertThat(last.json().get("status").stringValue()).isEqualTo("DELETED");
            bob.sendTo(room, "anybody here?");
            bob.send(
                    "SUBSCRIBE",
                    "",
                    "id:again",
                    "x-from:first",
                    "destination:/topic/rooms/" + room);
        }
        for (StompClient bob : bobs) {
            // These are the next that come: nothing was said after the last event.
            for (int i = 0; i < 2; i++) {
                assertThat(bob.nextEvent("refused").json().get("code").stringValue())
                        .isEqualTo("not-found");
            }
        }
    }

    @Test
    void replaysThePlacesButNotTheTextsOfAnErasedAuthor() throws IOException {
        Received said = alice.post(room, "forget me");
        StompClient bob = bobs.getLast();
        bob.post(room, "stays");
        edges.publish(
                OutgoingEvent.message(
                        1,
                        room,
                        MessageEvent.newBuilder()
                                .setAuthorErased(
                                        AuthorErased.newBuilder().setMemberId(ALICE.value()))
                                .build()));
        Received after = bob.post(room, "after", "x-client-message-id:c-1");

        List<Received> shown = bob.subscribe(room, "x-from:first");

        List<Received> posted =
                shown.stream().filter(f -> f.header("x-event").equals("posted")).toList();
        assertThat(posted)
                .extracting(event -> event.json().path("text").stringValue(""))
                .containsExactly("", "stays", "after");
        assertThat(posted.getFirst().position()).isEqualTo(said.position());
        assertThat(posted.getFirst().json().get("deleted").booleanValue()).isTrue();
        assertThat(posted.getLast().position()).isEqualTo(after.position());
    }

    @Test
    void showsARoleAndNotUntilWhenSomebodyIsMuted() throws IOException {
        alice.subscribe(room);
        Instant later = Instant.now().plusSeconds(600);

        edges.publish(room, "bob", aMember(10).setMutedUntil(timestamp(later)));

        Received changed = alice.nextEvent("member");
        assertThat(changed.json().get("change").stringValue()).isEqualTo("changed");
        assertThat(changed.json().get("role").stringValue()).isEqualTo("MEMBER");
        assertThat(changed.json().propertyNames())
                .containsExactlyInAnyOrder("roomId", "memberId", "change", "role", "by");
    }

    private static Stream<String> of(String subscription, List<Received> said) {
        return said.stream()
                .filter(frame -> frame.header("subscription").equals(subscription))
                .map(frame -> frame.header("x-event"));
    }

    private static void notified(StompClient client) throws IOException {
        client.send("SUBSCRIBE", "", "id:n", "destination:/user/queue/notifications", "receipt:n");
        client.next("RECEIPT");
    }
}

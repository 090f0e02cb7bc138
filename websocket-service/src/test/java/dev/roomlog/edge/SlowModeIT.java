package dev.roomlog.edge;

import static dev.roomlog.edge.membership.Memberships.aMember;
import static dev.roomlog.edge.membership.Memberships.aRoom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.edge.StompClient.Received;
import dev.roomlog.events.OutgoingEvent;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.Role;
import dev.roomlog.events.v1.RoomKind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;

/** Slow mode is judged from the log: no edge lets through what another counted. */
@ExtendWith(WithEdges.class)
class SlowModeIT {

    private final Edges edges;
    private final RoomId room;
    private StompClient onOne;
    private StompClient onTheOther;

    SlowModeIT(Edges edges) {
        this.edges = edges;
        this.room = edges.room(RoomKind.ROOM_KIND_PRIVATE, "alice", "bob");
    }

    @BeforeEach
    void connect() throws IOException {
        onOne = edges.connect(edges.a, "alice");
        onTheOther = edges.connect(edges.b, "alice");
        onOne.subscribeToErrors();
        onTheOther.subscribeToErrors();
        onOne.subscribe(room);
        onTheOther.subscribe(room);
        slowMode(10, 300);
    }

    @AfterEach
    void disconnect() throws IOException {
        onOne.close();
        onTheOther.close();
    }

    @Test
    void refusesOnOneEdgeWhoPostedOnTheOther() throws IOException {
        // The edges have read the room's new rule; that they read this post, too, is seen here.
        onOne.sendTo(room, "first", "x-client-message-id:c-1");
        Received seen = onTheOther.nextEvent("posted");

        onTheOther.sendTo(room, "second");
        Received refused = onTheOther.nextEvent("refused");
        onTheOther.send(
                "SEND",
                "first",
                "destination:/app/rooms/" + room,
                "x-client-message-id:c-1",
                "receipt:again");

        assertThat(refused.json().get("code").stringValue()).isEqualTo("slow-mode");
        assertThat(refused.json().get("detail").stringValue())
                .matches("This room is in slow mode: wait (300|29\\d) s");
        assertThat(onTheOther.next("RECEIPT").position()).isEqualTo(seen.position());
    }

    @Test
    void countsWhatWasSaidBeforeSlowModeBegan() throws IOException {
        slowMode(11, 0);
        onOne.sendTo(room, "before");
        onTheOther.nextEvent("posted");
        slowMode(12, 300, onTheOther);

        onTheOther.sendTo(room, "after");

        assertThat(onTheOther.nextEvent("refused").json().get("code").stringValue())
                .isEqualTo("slow-mode");
    }

    @Test
    void asksNobodyOnTheStaffToWait() throws IOException {
        edges.publish(room, "alice", aMember(11).setRole(Role.ROLE_MODERATOR));
        onTheOther.nextEvent("member");

        onTheOther.sendTo(room, "one");
        onTheOther.sendTo(room, "two");

        for (int i = 0; i < 4; i++) {
            assertThat(onTheOther.nextFrame().header("x-event")).isIn("posted", "");
        }
    }

    private void slowMode(long version, int seconds) {
        slowMode(version, seconds, onOne, onTheOther);
    }

    /** Once the edges have heard of it. */
    private void slowMode(long version, int seconds, StompClient... watching) {
        edges.publish(
                OutgoingEvent.room(
                        room,
                        aRoom(RoomKind.ROOM_KIND_PRIVATE, version)
                                .setSlowModeSeconds(seconds)
                                .build()));
        for (StompClient client : watching) {
            client.nextEvent("room");
        }
    }
}

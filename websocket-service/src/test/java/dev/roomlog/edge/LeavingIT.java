package dev.roomlog.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.RoomKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;

/** An edge comes and goes; others neither know nor mind. */
@ExtendWith(WithEdges.class)
class LeavingIT {

    private final Edges edges;

    LeavingIT(Edges edges) {
        this.edges = edges;
    }

    @Test
    void tellsItsClientsToReconnectElsewhereWhereTheyResume() throws IOException {
        RoomId room = edges.room(RoomKind.ROOM_KIND_PRIVATE, "alice", "bob");
        Edges.Edge third = edges.start();
        Edges.awaitReady(third);
        StompClient alice = edges.connect(edges.a, "alice");
        StompClient bob = edges.connect(third, "bob");
        bob.subscribe(room);
        alice.post(room, "one");
        var seen = bob.nextEvent("posted");

        third.context().close();

        bob.assertClosed(1012);
        var missed = alice.post(room, "two");
        StompClient back = edges.connect(edges.b, "bob");
        assertThat(back.resume(room, seen.position(), 1).getFirst().position())
                .isEqualTo(missed.position());
        alice.close();
        back.close();
    }
}

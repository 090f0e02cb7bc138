package dev.roomlog.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.RoomKind;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An edge comes and goes; others neither know nor mind. */
@ExtendWith(WithEdges.class)
class LeavingIT {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final Edges edges;

    LeavingIT(Edges edges) {
        this.edges = edges;
    }

    private Edges.Edge thirdEdge(String... settings) {
        Edges.Edge third = edges.start(settings);
        Edges.awaitReady(third);
        return third;
    }

    @Test
    void tellsItsClientsToReconnectElsewhereWhereTheyResume() throws IOException {
        RoomId room = edges.room(RoomKind.ROOM_KIND_PRIVATE, "alice", "bob");
        Edges.Edge third = thirdEdge();
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

    @Test
    void servesEachConnectionUntilItsTurnAndTakesNoNewOnes() throws IOException {
        RoomId room = edges.room(RoomKind.ROOM_KIND_PRIVATE, "alice", "bob");
        Edges.Edge third = thirdEdge("--roomlog.edge.drain=2m");
        StompClient alice = edges.connect(third, "alice");
        StompClient bob = edges.connect(third, "bob");
        alice.subscribe(room);
        bob.subscribe(room);

        var left = CompletableFuture.runAsync(third.context()::close);
        // One of the two at once, the other in a minute.
        CompletableFuture.anyOf(alice.peer.closed, bob.peer.closed).join();
        StompClient first = alice.peer.closed.isDone() ? alice : bob;
        StompClient second = first == alice ? bob : alice;

        first.assertClosed(1012);
        assertThat(third.readiness()).isEqualTo(503);
        assertThat(WebSocketPeer.askToUpgrade(third.port()).status()).isEqualTo(503);
        second.sendTo(room, "still here");
        List<String> heard = List.of(second.nextFrame().command(), second.nextFrame().command());
        assertThat(heard).containsExactlyInAnyOrder("RECEIPT", "MESSAGE");

        // Nobody is left: there is nothing to wait for.
        second.close();
        assertThat(left).succeedsWithin(DEADLINE);
    }

    @Test
    void tellsEveryoneBeforeTheTimeIsOverAlsoWhoHasNotSignedInYet() throws IOException {
        Edges.Edge third = thirdEdge("--roomlog.edge.drain=1s");
        List<StompClient> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clients.add(edges.connect(third, "member-" + i));
            clients.add(StompClient.open(third.port()));
        }

        third.context().close();

        for (StompClient client : clients) {
            client.assertClosed(1012);
        }
    }

    @Test
    void answersTheSendsInFlightAndTakesOnNoOther() throws IOException {
        RoomId room = edges.room(RoomKind.ROOM_KIND_PRIVATE, "alice", "bob");
        Edges.Edge third =
                thirdEdge(
                        "--roomlog.edge.sends-per-second=1000000",
                        "--roomlog.edge.send-burst=1000000");
        StompClient bob = edges.connect(edges.a, "bob");
        bob.subscribe(room);
        StompClient alice = edges.connect(third, "alice");
        Thread talk = Thread.ofVirtual().start(() -> talk(alice, room));
        Awaitility.await().atMost(DEADLINE).until(() -> alice.receipts().size() > 200);

        third.context().close();

        assertThat(alice.peer.closed).succeedsWithin(DEADLINE).isEqualTo(1012);
        alice.close();
        assertThat(talk).satisfies(Thread::join);
        List<Position> answered = alice.receipts();
        Position last = edges.connect(edges.b, "bob").post(room, "the end").position();
        List<Position> heard = new ArrayList<>();
        Position next = bob.nextEvent("posted").position();
        while (!next.equals(last)) {
            heard.add(next);
            next = bob.nextEvent("posted").position();
        }
        assertThat(answered).isEqualTo(heard);
    }

    /** Until the connection is closed. */
    private static void talk(StompClient client, RoomId room) {
        try {
            while (!client.peer.closed.isDone()) {
                client.sendTo(room, "word");
            }
        } catch (IOException _) {
            // Closed while it was being written to: what counts is how, which the caller asks.
            client.peer.closed.complete(1006);
        }
    }
}

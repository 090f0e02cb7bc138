package dev.roomlog.edge;

import static dev.roomlog.edge.membership.Memberships.aMember;
import static dev.roomlog.edge.membership.Memberships.timestamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.edge.StompClient.Received;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.RoomKind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Instant;

/** What is well-formed and refused. */
@ExtendWith(WithEdges.class)
class RefusalIT {

    private final Edges edges;
    private final RoomId hidden;
    private final RoomId open;
    private StompClient alice;

    RefusalIT(Edges edges) {
        this.edges = edges;
        this.hidden = edges.room(RoomKind.ROOM_KIND_PRIVATE, "bob");
        this.open = edges.room(RoomKind.ROOM_KIND_PUBLIC, "bob");
    }

    @BeforeEach
    void connect() throws IOException {
        alice = edges.connect(edges.a, "alice");
    }

    @AfterEach
    void disconnect() throws IOException {
        alice.close();
    }

    @Test
    void hidesAPrivateRoomFromStrangers() throws IOException {
        alice.send("SUBSCRIBE", "", "id:0", "destination:/topic/rooms/" + hidden, "receipt:r");

        Received error = alice.assertRefusedAndClosed("not-found", 1008);
        assertThat(error.header("receipt-id")).isEqualTo("r");
    }

    @Test
    void keepsStrangersFromSendingToAPrivateRoom() throws IOException {
        alice.sendTo(hidden, "let me in");

        alice.assertRefusedAndClosed("not-found", 1008);
    }

    @Test
    void tellsStrangersThatTheyAreNotInAPublicRoom() throws IOException {
        alice.send("SUBSCRIBE", "", "id:0", "destination:/topic/rooms/" + open);

        alice.assertRefusedAndClosed("not-a-member", 1008);
    }

    @Test
    void answersRefusalsOnTheErrorsQueueAndLivesOn() throws IOException {
        alice.subscribeToErrors();

        alice.send("SUBSCRIBE", "", "id:0", "destination:/topic/rooms/" + open, "receipt:r");
        Received refused = alice.nextEvent("refused");
        assertThat(refused.header("destination")).isEqualTo("/user/queue/errors");
        assertThat(refused.header("subscription")).isEqualTo("errors");
        assertThat(refused.json().get("code").stringValue()).isEqualTo("not-a-member");
        assertThat(refused.json().get("receiptId").stringValue()).isEqualTo("r");
        assertThat(refused.json().get("destination").stringValue())
                .isEqualTo("/topic/rooms/" + open);

        alice.sendTo(open, "hello");
        assertRefused("not-a-member");
        alice.sendTo(hidden, "hello");
        assertRefused("not-found");
        alice.sendTo(open, "");
        assertRefused("invalid-request");
        alice.sendTo(open, "{\"text\":\"a\",\"colour\":\"red\"}", "content-type:application/json");
        assertRefused("invalid-request");
        alice.sendTo(open, "x".repeat(8_193));
        assertRefused("too-large");
        alice.sendTo(open, "a", "x-client-message-id:019aa000-0000-7000-8000-000000000001");
        assertRefused("stale-message-id");

        edges.publish(open, "alice", aMember(20));
        alice.post(open, "now I am in");
    }

    @Test
    void refusesTheMutedAndTheFast() throws IOException {
        alice.subscribeToErrors();
        Instant later = Instant.now().plusSeconds(600);
        edges.publish(open, "alice", aMember(20).setMutedUntil(timestamp(later)));
        alice.sendTo(open, "may I speak");
        assertRefused("muted");

        alice.subscribe(open);
        edges.publish(open, "alice", aMember(21));
        alice.nextEvent("member");
        int refused = 0;
        for (int i = 0; i < 200; i++) {
            alice.send("SEND", "m" + i, "destination:/app/rooms/" + open);
        }
        for (int i = 0; i < 200; i++) {
            Received frame = alice.next("MESSAGE");
            if (frame.header("x-event").equals("refused")) {
                assertThat(frame.json().get("code").stringValue()).isEqualTo("rate-limited");
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 160);
    }

    @ParameterizedTest
    @CsvSource({"99999999999999999", "-1", "abc", "9007199254740991", "2026-11-21", "''"})
    void refusesAPositionThatIsNone(String from) throws IOException {
        edges.publish(open, "alice", aMember(20));
        alice.send("SUBSCRIBE", "", "id:0", "x-from:" + from, "destination:/topic/rooms/" + open);

        alice.assertRefusedAndClosed("invalid-position", 1008);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/topic/rooms/*",
                "/topic/rooms/**",
                "/topic/rooms/.*",
                "/topic/**",
                "/topic/rooms/",
                "/topic/rooms/1-1-1-1-1",
                "/topic/rooms",
                "/topic/other",
                "/queue/a",
                "/user/bob/queue/notifications",
                "/user/bob/queue/errors",
                "/user/queue/*",
                "/user/queue/errors/",
                "/user/queue/notifications-userbob",
                "/queue/notifications-userbob",
                "/app/rooms/00000000-0000-4000-8000-000000000000",
                "/app/session",
                "",
            })
    void knowsNoOtherDestinationToSubscribeTo(String destination) throws IOException {
        alice.subscribeToErrors();
        alice.send("SUBSCRIBE", "", "id:0", "destination:" + destination);

        alice.assertRefusedAndClosed("unknown-destination", 1002);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/app/rooms/1-1-1-1-1",
                "/app/rooms/*",
                "/topic/rooms/00000000-0000-4000-8000-000000000000",
                "/user/queue/errors",
                "/user/queue/notifications",
                "/user/bob/queue/notifications",
                "/queue/notifications-userbob",
                "/app/other",
                "",
            })
    void knowsNoOtherDestinationToSendTo(String destination) throws IOException {
        alice.send("SEND", "a", "destination:" + destination);

        alice.assertRefusedAndClosed("unknown-destination", 1002);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACK", "NACK", "BEGIN", "COMMIT", "ABORT"})
    void supportsNeitherAcknowledgementsNorTransactions(String command) throws IOException {
        alice.send(command, "", "id:0", "transaction:t");

        alice.assertRefusedAndClosed("unsupported", 1002);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "client-individual", "AUTO"})
    void supportsNoOtherAckMode(String ack) throws IOException {
        alice.send("SUBSCRIBE", "", "id:0", "ack:" + ack, "destination:/topic/rooms/" + open);

        alice.assertRefusedAndClosed("unsupported", 1002);
    }

    @Test
    void supportsNoSelectorsAndNoSendInATransaction() throws IOException {
        alice.send("SUBSCRIBE", "", "id:0", "selector:a=1", "destination:/topic/rooms/" + open);
        alice.assertRefusedAndClosed("unknown-destination", 1002);

        try (StompClient bob = edges.connect(edges.a, "bob")) {
            bob.send("SEND", "a", "transaction:t", "destination:/app/rooms/" + open);
            bob.assertRefusedAndClosed("unsupported", 1002);
        }
    }

    @Test
    void refusesASecondSubscriptionUnderTheSameId() throws IOException {
        alice.subscribeToErrors();
        alice.send("SUBSCRIBE", "", "id:errors", "destination:/user/queue/notifications");

        alice.assertRefusedAndClosed("malformed-frame", 1002);
    }

    @Test
    void refusesToEndASubscriptionThereIsNot() throws IOException {
        alice.send("UNSUBSCRIBE", "", "id:none");

        alice.assertRefusedAndClosed("malformed-frame", 1002);
    }

    private void assertRefused(String code) {
        assertThat(alice.nextEvent("refused").json().get("code").stringValue()).isEqualTo(code);
    }
}

package dev.roomlog.edge;

import static dev.roomlog.edge.membership.Memberships.aMember;
import static dev.roomlog.edge.membership.Memberships.timestamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.edge.StompClient.Received;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.RoomKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A member may be here several times: each connection is its own, the member is one. */
@ExtendWith(WithEdges.class)
class SeveralConnectionsIT {

    private final Edges edges;
    private final String member = "m-" + UUID.randomUUID();
    private final RoomId room;

    SeveralConnectionsIT(Edges edges) {
        this.edges = edges;
        this.room = edges.room(RoomKind.ROOM_KIND_PRIVATE, member);
    }

    @Test
    void hearsItselfOnAllOfThemAndOnTheOthersWhenOneGoes() throws IOException {
        try (StompClient first = edges.connect(edges.a, member);
                StompClient second = edges.connect(edges.a, member);
                StompClient elsewhere = edges.connect(edges.b, member)) {
            for (StompClient client : List.of(first, second, elsewhere)) {
                client.subscribe(room);
            }
            first.sendTo(room, "to all of me");
            List<Received> toFirst = List.of(first.nextFrame(), first.nextFrame());
            assertThat(toFirst)
                    .extracting(Received::command)
                    .containsExactlyInAnyOrder("MESSAGE", "RECEIPT");
            assertThat(second.nextEvent("posted").position())
                    .isEqualTo(elsewhere.nextEvent("posted").position())
                    .isEqualTo(toFirst.getFirst().position());

            first.send("DISCONNECT", "");
            first.assertClosed(1000);
            elsewhere.sendTo(room, "to the rest of me");

            assertThat(second.nextEvent("posted").json().get("text").stringValue())
                    .isEqualTo("to the rest of me");
        }
    }

    @Test
    void mayTogetherSendNoMoreThanOne() throws IOException {
        List<StompClient> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            StompClient client = edges.connect(edges.a, member);
            client.subscribeToErrors();
            clients.add(client);
        }

        // None alone exceeds the burst.
        for (StompClient client : clients) {
            for (int i = 0; i < 40; i++) {
                client.sendTo(room, "m" + i);
            }
        }

        List<String> codes = new ArrayList<>();
        for (StompClient client : clients) {
            for (int i = 0; i < 40; i++) {
                Received answer = client.nextFrame();
                if (answer.command().equals("MESSAGE")) {
                    codes.add(answer.json().get("code").stringValue());
                }
            }
            client.close();
        }
        assertThat(codes).isNotEmpty().containsOnly("rate-limited");
    }

    @Test
    void renewsItsTokenNoFasterThanItSends() throws IOException {
        try (StompClient client = edges.connect(edges.a, member)) {
            client.subscribeToErrors();
            for (int i = 0; i < 200; i++) {
                renew(client, edges.tokens.of(member));
            }

            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Received answer = client.nextFrame();
                answers.add(
                        answer.command().equals("RECEIPT")
                                ? "renewed"
                                : answer.json().get("code").stringValue());
            }
            assertThat(answers).contains("renewed").contains("rate-limited");
            assertThat(answers).containsOnly("renewed", "rate-limited");
        }
    }

    @Test
    void isSignedOutOnlyWhereItsTokenWasNotRenewed() throws IOException {
        Instant notBefore = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String old = edges.tokens.issued(member, notBefore.minusSeconds(1));
        try (StompClient kept = edges.connectWith(edges.a, old);
                StompClient renewed = edges.connectWith(edges.a, old)) {
            renewed.subscribe(room);
            renew(renewed, edges.tokens.issued(member, notBefore));
            renewed.next("RECEIPT");

            edges.publish(room, member, aMember(10).setTokensNotBefore(timestamp(notBefore)));

            kept.assertRefusedAndClosed("unauthorized", 1008);
            renewed.sendTo(room, "still signed in");
            assertThat(List.of(renewed.nextFrame().command(), renewed.nextFrame().command()))
                    .containsExactlyInAnyOrder("MESSAGE", "RECEIPT");
        }
    }

    private static void renew(StompClient client, String token) throws IOException {
        client.send(
                "SEND",
                "{\"accessToken\":\"" + token + "\"}",
                "destination:/app/session",
                "receipt:renewed");
    }
}

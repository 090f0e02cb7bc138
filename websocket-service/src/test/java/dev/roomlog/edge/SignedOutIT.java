package dev.roomlog.edge;

import static dev.roomlog.edge.membership.Memberships.aMember;
import static dev.roomlog.edge.membership.Memberships.out;
import static dev.roomlog.edge.membership.Memberships.timestamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.edge.StompClient.Received;
import dev.roomlog.edge.membership.MembershipView;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.AccountStatus;
import dev.roomlog.events.v1.MembershipState;
import dev.roomlog.events.v1.MembershipStatus;
import dev.roomlog.events.v1.RoomKind;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** A token that no longer counts, on connections there are and on new ones. */
@ExtendWith(WithEdges.class)
class SignedOutIT {

    private final Edges edges;

    /** Another for each test: signing out is felt in all rooms of a member. */
    private final String member = "m-" + UUID.randomUUID();

    private final RoomId one;
    private final RoomId other;
    private final Instant notBefore = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    SignedOutIT(Edges edges) {
        this.edges = edges;
        this.one = edges.room(RoomKind.ROOM_KIND_PRIVATE, member);
        this.other = edges.room(RoomKind.ROOM_KIND_PRIVATE, member);
    }

    @Test
    void endsEveryConnectionOnceAndRefusesTheTokenFromThenOn() throws IOException {
        String old = edges.tokens.issued(member, notBefore.minusSeconds(1));
        List<StompClient> clients =
                List.of(
                        edges.connectWith(edges.a, old),
                        edges.connectWith(edges.a, old),
                        edges.connectWith(edges.b, old));
        for (StompClient client : clients) {
            notified(client);
        }
        MembershipState.Builder state = aMember(10).setTokensNotBefore(timestamp(notBefore));
        edges.publish(one, member, state);
        edges.publish(other, member, state);

        for (StompClient client : clients) {
            assertThat(client.nextEvent("signed-out").header("destination"))
                    .isEqualTo("/user/queue/notifications");
            client.assertRefusedAndClosed("unauthorized", 1008);
        }
        for (Edges.Edge edge : List.of(edges.a, edges.b)) {
            assertRefused(edge, old);
            edges.connectWith(edge, edges.tokens.issued(member, notBefore)).close();
        }
    }

    @Test
    void refusesARenewalWithATokenThatIsVoidAndLivesOn() throws IOException {
        edges.publish(one, member, aMember(10).setTokensNotBefore(timestamp(notBefore)));
        awaitVoid(notBefore.minusSeconds(1));
        try (StompClient client =
                edges.connectWith(edges.a, edges.tokens.issued(member, notBefore))) {
            client.subscribeToErrors();

            renew(client, edges.tokens.issued(member, notBefore.minusSeconds(1)));

            assertThat(client.nextEvent("refused").json().get("code").stringValue())
                    .isEqualTo("unauthorized");
            renew(client, edges.tokens.issued(member, notBefore));
            client.next("RECEIPT");
        }
    }

    @Test
    void refusesWhoseAccountWasErasedThoughItIsInNoRoomAnyMore() throws IOException {
        edges.publish(
                one,
                member,
                out(10, MembershipStatus.MEMBERSHIP_STATUS_LEFT)
                        .setAccount(AccountStatus.ACCOUNT_STATUS_ERASED));
        awaitVoid(Instant.now());

        assertRefused(edges.a, edges.tokens.of(member));
    }

    @Test
    void judgesOnlyOnceAllMembershipsAreKnown() throws IOException {
        edges.publish(one, member, aMember(10).setTokensNotBefore(timestamp(notBefore)));
        String old = edges.tokens.issued(member, notBefore.minusSeconds(1));
        // Its patience is longer than its start takes, so it answers when it knows.
        Edges.Edge fresh = edges.start("--roomlog.edge.membership-patience=60s");

        assertRefused(fresh, old);
        fresh.context().close();
    }

    @Test
    void saysToAMembersRoomsNothingOfItsSigningOut() throws IOException {
        edges.publish(one, "watcher", aMember(9));
        try (StompClient watcher = edges.connect(edges.a, "watcher")) {
            watcher.subscribe(one);
            edges.publish(one, member, aMember(10).setTokensNotBefore(timestamp(notBefore)));
            awaitVoid(notBefore.minusSeconds(1));

            watcher.sendTo(one, "hello");
            List<Received> said = List.of(watcher.nextFrame(), watcher.nextFrame());

            assertThat(said)
                    .extracting(frame -> frame.header("x-event"))
                    .containsExactlyInAnyOrder("posted", "");
        }
    }

    private void awaitVoid(Instant issuedAt) {
        for (Edges.Edge edge : List.of(edges.a, edges.b)) {
            MembershipView view = edge.context().getBean(MembershipView.class);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> view.isVoid(new MemberId(member), issuedAt));
        }
    }

    private static void notified(StompClient client) throws IOException {
        client.send("SUBSCRIBE", "", "id:n", "destination:/user/queue/notifications", "receipt:n");
        client.next("RECEIPT");
    }

    private static void renew(StompClient client, String token) throws IOException {
        client.send(
                "SEND",
                "{\"accessToken\":\"" + token + "\"}",
                "destination:/app/session",
                "receipt:renewed");
    }

    private static void assertRefused(Edges.Edge edge, String token) throws IOException {
        try (StompClient client = StompClient.open(edge.port())) {
            client.send("CONNECT", "", "accept-version:1.2", "Authorization:Bearer " + token);

            client.assertRefusedAndClosed("unauthorized", 1008);
        }
    }
}

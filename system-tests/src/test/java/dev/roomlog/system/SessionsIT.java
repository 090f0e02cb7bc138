package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/**
 * The end of sessions: signing out everywhere, another password. Felt on both edges and by REST.
 */
@ExtendWith(SharedStack.class)
class SessionsIT {

    private static final String ANOTHER_PASSWORD = "wrong donkey charger paperclip";

    private final Installation roomlog;
    private final Member alice;
    private final Member bob;
    private final String room;

    SessionsIT(Installation roomlog) {
        this.roomlog = roomlog;
        this.alice = roomlog.newMember("alice");
        this.bob = roomlog.newMember("bob");
        this.room = roomlog.newRoom(alice, "PRIVATE", bob);
    }

    @Test
    void signingOutEverywhereEndsEverySessionOnEveryEdgeAtOnce() {
        Member elsewhere = roomlog.signInAgain(bob);
        try (Everywhere first = roomlog.connectEverywhere(bob);
                Everywhere second = roomlog.connectEverywhere(elsewhere);
                Everywhere other = roomlog.connectEverywhere(alice)) {
            List<Everywhere.Inboxes> told = List.of(first.notifications(), second.notifications());
            first.subscribe(room);
            Everywhere.Inboxes toOther = other.subscribe(room);

            roomlog.signOutEverywhere(bob).expectStatus(204);

            told.forEach(inboxes -> inboxes.next("signed-out"));
            first.areClosedWith("unauthorized");
            second.areClosedWith("unauthorized");
            expectVoid(bob);
            expectVoid(elsewhere);
            other.canSend(room);
            assertThat(toOther.next("posted").text()).isEqualTo("may I?");
        }
        Member back = roomlog.signInAgain(bob);
        roomlog.read(room, back).expect(200);
        roomlog.messages(room, back).expect(200);
        try (Everywhere again = roomlog.connectEverywhere(back)) {
            again.subscribe(room);
            again.canSend(room);
        }
    }

    @Test
    void anotherPasswordNeedsTheOldOneAndReplacesIt() {
        Member newcomer = roomlog.newMember("newcomer");

        roomlog.changePassword(newcomer, "not the old one", ANOTHER_PASSWORD)
                .expectRefused("bad-credentials");
        roomlog.changePassword(newcomer, Installation.PASSWORD, "password12")
                .expectRefused("invalid-request");
        roomlog.changePassword(newcomer, Installation.PASSWORD, "short")
                .expectRefused("invalid-request");
        Member elsewhere = roomlog.signInAgain(newcomer);

        roomlog.changePassword(newcomer, Installation.PASSWORD, ANOTHER_PASSWORD).expectStatus(204);

        roomlog.refresh(elsewhere).expectRefused("bad-credentials");
        roomlog.refresh(newcomer).expect(200);

        roomlog.trySignIn(newcomer.username(), Installation.PASSWORD)
                .expectRefused("bad-credentials");
        Member back = roomlog.signIn(newcomer.username(), ANOTHER_PASSWORD);
        roomlog.rest().get("/api/rooms", back).expect(200);
    }

    @Test
    void wrongPasswordsMakeTheNextTryWait() {
        Member victim = roomlog.newMember("victim");
        Rest.Answer answer = roomlog.trySignIn(victim.username(), "wrong password 0");
        for (int i = 1; i < 50 && answer.status() == 401; i++) {
            answer.expectRefused("bad-credentials");
            answer = roomlog.trySignIn(victim.username(), "wrong password " + i);
        }

        answer.expectRefused("rate-limited");
        assertThat(answer.headers().firstValue("retry-after"))
                .hasValueSatisfying(
                        seconds -> assertThat(Long.parseLong(seconds)).isBetween(1L, 900L));
        roomlog.trySignIn(victim.username(), Installation.PASSWORD).expectRefused("rate-limited");
        roomlog.rest().get("/api/rooms", victim).expect(200);
        roomlog.signInAgain(alice);
    }

    @Test
    void aTokenEndsItsConnectionUnlessItIsRenewedInPlace() throws Exception {
        // The grace of an hour ends three seconds from now.
        String ending = withExpiry(bob.token(), Duration.ofHours(1).minusSeconds(3));
        try (RawSocket ends = RawSocket.open(roomlog.stack().gatewayUrl()).connect(ending);
                RawSocket stays = RawSocket.open(roomlog.stack().gatewayUrl()).connect(ending)) {
            stays.send(
                    "SEND\ndestination:/app/session\nreceipt:renewed\n\n{\"accessToken\":\""
                            + bob.token()
                            + "\"}\0");
            assertThat(stays.next().text()).startsWith("RECEIPT\nreceipt-id:renewed\n");

            assertThat(ends.next().text()).startsWith("ERROR\n").contains("message:token-expired");
            assertThat(ends.next().closeCode()).isEqualTo(1008);

            stays.send("SEND\ndestination:/app/rooms/" + room + "\nreceipt:ok\n\nstill here\0");
            assertThat(stays.next().text()).startsWith("RECEIPT\nreceipt-id:ok\n");
        }
    }

    private String withExpiry(String token, Duration ago)
            throws IOException, ParseException, JOSEException {
        ECKey key = ECKey.parse(Files.readString(roomlog.stack().signingKey()));
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder(SignedJWT.parse(token).getJWTClaimsSet())
                        .expirationTime(Date.from(Instant.now().minus(ago)))
                        .build();
        SignedJWT changed =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                        claims);
        changed.sign(new ECDSASigner(key));
        return changed.serialize();
    }

    private void expectVoid(Member old) {
        roomlog.read(room, old).expectRefused("unauthorized");
        roomlog.rest().get("/api/rooms", old).expectRefused("unauthorized");
        roomlog.history(old, room).awaitRefused("unauthorized");
        roomlog.refresh(old).expectRefused("bad-credentials");
        for (var edge : roomlog.stack().edges()) {
            String url = Installation.webSocketUrl(edge.url());
            try (StompUser user = StompUser.tryToConnect(url, old.token())) {
                assertThat(user.error()).containsEntry("message", "unauthorized");
            }
        }
    }
}

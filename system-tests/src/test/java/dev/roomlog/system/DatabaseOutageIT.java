package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;

import dev.roomlog.local.LocalStack;
import dev.roomlog.local.Part;
import dev.roomlog.local.StackOptions;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * room-service and its database are away for longer than a token lives, then for longer than it is
 * tolerated. On a stack of its own, because its tokens live for seconds.
 */
class DatabaseOutageIT {

    private static final Duration LIFE = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(40);
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    @Test
    void chatOutlivesItsDatabaseAndEverythingRecoversByItself() throws ParseException {
        Path folder = SharedStack.newFolder("outage");
        try (LocalStack stack = LocalStack.start(withShortTokens(folder))) {
            Installation roomlog = new Installation(stack);
            Member alice = roomlog.newMember("alice");
            Member bob = roomlog.newMember("bob");
            String room = roomlog.newRoom(alice, "PRIVATE", bob);

            alice = roomlog.signInAgain(alice);
            bob = roomlog.signInAgain(bob);
            Instant expiry = expiryOf(alice);
            try (StompUser connectedBefore = roomlog.connect(alice)) {
                StompUser.Inbox heard = connectedBefore.subscribe(room);
                stack.part("mariadb").kill();
                expectAway(roomlog, alice, Duration.ofSeconds(8));
                stack.part("room-service").kill();
                expectAway(roomlog, alice, AT_ONCE);

                await("tokens have expired", expiryOf(bob).plusSeconds(2));
                chatGoesOn(roomlog, room, bob, connectedBefore, heard);
                expectAway(roomlog, alice, AT_ONCE);
                assertThat(Instant.now()).as("seen within the grace").isBefore(expiry.plus(GRACE));

                await("the grace ends", expiry.plus(GRACE).minusSeconds(5));
                assertThat(connectedBefore.error()).containsEntry("message", "token-expired");
                assertThat(Instant.now()).isAfterOrEqualTo(expiry.plus(GRACE));
            }
            await("also with a clock that is behind", expiryOf(bob).plus(GRACE).plusSeconds(3));
            expectExpired(roomlog, room, bob);

            stack.part("mariadb").start();
            stack.part("room-service").start();
            stack.part("mariadb").awaitReady();
            stack.part("room-service").awaitReady();
            allIsAsBefore(roomlog, room, alice, bob);
        } finally {
            SharedStack.delete(folder);
        }
    }

    private static Instant expiryOf(Member member) throws ParseException {
        return SignedJWT.parse(member.token()).getJWTClaimsSet().getExpirationTime().toInstant();
    }

    private static StackOptions withShortTokens(Path folder) {
        StackOptions options =
                SharedStack.optionsIn(folder)
                        .withProperty("room-service", "roomlog.token.life", LIFE.toSeconds() + "s");
        for (String service :
                List.of(
                        "room-service",
                        "message-service",
                        "websocket-service",
                        "gateway-service")) {
            options =
                    options.withProperty(service, "roomlog.token.grace", GRACE.toSeconds() + "s")
                            .withProperty(service, "roomlog.token.clock-skew", "1s");
        }
        return options;
    }

    /** Of what needs the database, by REST: refused, at once, with a word on when to come back. */
    private static void expectAway(Installation roomlog, Member member, Duration within) {
        for (String path : List.of("/api/rooms", "/api/members/me")) {
            long before = System.nanoTime();
            Rest.Answer answer = roomlog.rest().get(path, member);
            Duration took = Duration.ofNanos(System.nanoTime() - before);

            answer.expectRefused("service-unavailable");
            assertThat(answer.headers().firstValue("retry-after")).isPresent();
            assertThat(took).isLessThan(within);
        }
        roomlog.trySignIn(member.username(), Installation.PASSWORD)
                .expectRefused("service-unavailable");
    }

    /** With tokens that have expired, while nobody can give new ones. */
    private static void chatGoesOn(
            Installation roomlog,
            String room,
            Member member,
            StompUser connectedBefore,
            StompUser.Inbox heard) {
        long last = 0;
        for (Part edge : roomlog.stack().edges()) {
            try (StompUser user = roomlog.connectTo(edge, member)) {
                StompUser.Inbox inbox = user.subscribe(room);
                last = user.sendAndAwait(room, "still here on " + edge.name()).position();
                assertThat(heard.next("posted").position()).isEqualTo(last);
                inbox.next("posted");
                connectedBefore.sendAndAwait(room, "so am I");
                last = inbox.next("posted").position();
                assertThat(heard.next("posted").position()).isEqualTo(last);
            }
        }
        assertThat(roomlog.history(member, room).upTo(last)).hasSize(4);
    }

    private static void expectExpired(Installation roomlog, String room, Member member) {
        for (Part edge : roomlog.stack().edges()) {
            String url = Installation.webSocketUrl(edge.url());
            try (StompUser user = StompUser.tryToConnect(url, member.token())) {
                assertThat(user.error()).containsEntry("message", "token-expired");
            }
        }
        roomlog.messages(room, member).expectRefused("token-expired");
    }

    private static void allIsAsBefore(Installation roomlog, String room, Member alice, Member bob) {
        Member aliceAgain = Member.from(alice.username(), roomlog.refresh(alice).expect(200));
        Member bobAgain = roomlog.signInAgain(bob);
        try (Everywhere a = roomlog.connectEverywhere(aliceAgain);
                Everywhere b = roomlog.connectEverywhere(bobAgain)) {
            Everywhere.Inboxes heard = b.subscribe(room);
            a.canSend(room);
            heard.next("posted");

            roomlog.kick(room, aliceAgain, bobAgain).expectStatus(204);
            heard.nextMember("removed", bob);
            roomlog.newRoom(aliceAgain, "PRIVATE", bobAgain);
        }
        new OneState(roomlog).everywhereInStore();
    }

    private static void await(String what, Instant until) {
        Awaitility.await(what)
                .atMost(Duration.ofMinutes(1))
                .until(() -> Instant.now().isAfter(until));
    }
}

package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;

import dev.roomlog.local.LocalStack;
import dev.roomlog.local.Part;
import dev.roomlog.local.StackOptions;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * docs/your-own-users.md, followed to the letter: its settings are read from there. Only the
 * issuer's address is another one, and keys are read more often.
 */
class OidcIT {

    private static final Duration ALL_HAVE_READ = Duration.ofMinutes(2);

    private static Path folder;
    private static Issuer issuer;
    private static LocalStack stack;
    private static Installation roomlog;
    private static TokenChecks checks;

    @BeforeAll
    static void putsRoomlogBehindTheIssuer() throws IOException {
        folder = SharedStack.newFolder("oidc");
        issuer = new Issuer(folder).start();
        StackOptions options = SharedStack.optionsIn(folder.resolve("stack"));
        for (String service : YourOwnUsers.SERVICES) {
            // The local stack's own key set, which the page does without.
            options = options.withProperty(service, "roomlog.token.jwks", "");
            for (Map.Entry<String, String> setting :
                    YourOwnUsers.settings(service, issuer.url()).entrySet()) {
                options = options.withProperty(service, setting.getKey(), setting.getValue());
            }
        }
        stack = LocalStack.start(options);
        roomlog = new Installation(stack);
        checks = new TokenChecks(stack);
    }

    @AfterAll
    static void stops() throws IOException {
        if (stack != null) {
            stack.close();
        }
        issuer.close();
        SharedStack.delete(folder);
    }

    @Test
    void clientsAreToldWhereToSignInAndNothingOfTheBuiltInSignInIsLeft() {
        JsonNode config = roomlog.rest().get("/api/auth/config", null).expect(200);

        assertThat(config.get("mode").stringValue()).isEqualTo("oidc");
        assertThat(config.get("issuer").stringValue()).isEqualTo(issuer.url());
        assertThat(config.get("clientId").stringValue()).isEqualTo("roomlog-web");
        assertThat(config.get("registration").stringValue()).isEqualTo("closed");
        for (String call : List.of("register", "login", "refresh", "logout")) {
            roomlog.rest().post("/api/auth/" + call, null, "{}").expectProblem(403, "forbidden");
        }
    }

    @Test
    void twoUsersOfTheIssuerChatThroughTwoEdges() throws IOException {
        Member alice = firstSight("alice");
        Member bob = firstSight("bob");
        roomlog.rest()
                .put(
                        "/api/members/me/password",
                        alice,
                        "{\"old\":\"0123456789\",\"new\":\"0123456789 0\"}")
                .expectProblem(403, "forbidden");
        String room = roomlog.newRoom(alice, "PRIVATE", bob);

        try (StompUser a = roomlog.connectTo(stack.edges().get(0), alice);
                StompUser b = roomlog.connectTo(stack.edges().get(1), bob)) {
            StompUser.Inbox toAlice = a.subscribe(room);
            StompUser.Inbox toBob = b.subscribe(room);
            a.sendAndAwait(room, "hello, Bob");
            b.sendAndAwait(room, "hello, Alice");

            for (StompUser.Inbox inbox : List.of(toAlice, toBob)) {
                assertThat(inbox.next("posted").body().get("senderId").stringValue())
                        .isEqualTo("auth0|5f7c8ec7");
                Received second = inbox.next("posted");
                assertThat(second.text()).isEqualTo("hello, Alice");
                assertThat(second.body().get("senderId").stringValue()).isEqualTo("b0b");
            }
            roomlog.history(bob, room).upTo(toBob.posted().getLast().position());
        }
    }

    @Test
    void membersAreWhoTheIssuerSaysTheyAre() throws IOException {
        JsonNode alice = me(issuer.signIn("alice"));
        JsonNode bob = me(issuer.signIn("bob"));

        assertThat(alice.get("id").stringValue()).isEqualTo("auth0|5f7c8ec7");
        assertThat(alice.get("username").stringValue()).isEqualTo("alice");
        assertThat(alice.get("displayName").stringValue()).startsWith("Alice ");
        // An e-mail address is no user name here, and there is no name to show.
        assertThat(bob.get("id").stringValue()).isEqualTo("b0b");
        assertThat(bob.get("username").stringValue()).matches("u-[0-9a-f]{20}");
        assertThat(bob.get("displayName")).isEqualTo(bob.get("username"));
        assertThat(me(issuer.signIn("bob"))).isEqualTo(bob);
        assertThat(checks.refusedEverywhere(issuer.signIn("space"), "unauthorized")).isTrue();
    }

    @Test
    void aChangedNameIsShownFromTheNextTokenOn() throws IOException {
        assertThat(me(issuer.signIn("carol")).get("displayName").stringValue())
                .isEqualTo("Carol C");

        issuer.tell("rename");

        await().atMost(ALL_HAVE_READ)
                .until(
                        () -> me(issuer.signIn("carol")).get("displayName").stringValue(),
                        "Carol D"::equals);
    }

    @Test
    void aServiceAccountMakesARoomBringsBothInAndPosts() throws IOException {
        Member alice = firstSight("alice");
        Member bob = firstSight("bob");
        String token = issuer.clientCredentials();
        Member bot = new Member("", me(token).get("id").stringValue(), token, "");

        String room = roomlog.newRoom(bot, "PRIVATE", alice);
        roomlog.rest()
                .put("/api/rooms/%s/members/%s".formatted(room, bob.id()), bot, "{}")
                .expect(200, 201);
        roomlog.rest()
                .put("/api/rooms/%s/members/%s".formatted(room, "never-seen"), bot, "{}")
                .expectProblem(404, "unknown-member");
        try (StompUser user = roomlog.connect(bob);
                StompUser program = roomlog.connect(bot)) {
            StompUser.Inbox inbox = user.subscribe(room);
            program.sendAndAwait(room, "release 7 is out");

            Received posted = inbox.next("posted");
            assertThat(posted.text()).isEqualTo("release 7 is out");
            assertThat(posted.body().get("senderId").stringValue()).isEqualTo("release-bot");
        }
    }

    @Test
    void aBadTokenIsRefusedByEveryPartThatIsAsked()
            throws IOException, ParseException, JOSEException {
        BadTokens bad = new BadTokens(issuer.url(), signingKey());

        assertThat(checks.acceptedEverywhere(bad.good())).isTrue();
        for (Map.Entry<String, String> each : bad.unauthorized().entrySet()) {
            assertThat(checks.of(each.getValue()))
                    .as(each.getKey())
                    .allSatisfy((_, answer) -> assertThat(answer).isEqualTo("unauthorized"));
        }
        // No grace with an issuer, only the clock skew of 30 s.
        assertThat(checks.of(bad.expired(Duration.ofSeconds(60))))
                .allSatisfy((_, answer) -> assertThat(answer).isEqualTo("token-expired"));
        // As long as the gateway lets it through at all.
        assertThat(TokenChecks.rest(roomlog.rest(), "/api/rooms", bad.ofNineKilobytes()))
                .isEqualTo("unauthorized");
    }

    @Test
    void theIssuerReplacesItsKeyAndNobodyNotices()
            throws IOException, ParseException, JOSEException {
        String older = issuer.signIn("alice");
        List<String> refusals;
        try (TokenLoad load =
                new TokenLoad(
                        stack,
                        List.of(() -> issuer.signIn("alice"), () -> issuer.clientCredentials()))) {
            await().atMost(ALL_HAVE_READ).until(() -> load.rounds() > 2);

            issuer.changeKeys("publish");
            String next = new BadTokens(issuer.url(), nextKey()).good();
            await().atMost(ALL_HAVE_READ).until(() -> checks.acceptedEverywhere(next));
            issuer.changeKeys("sign");
            assertThat(checks.acceptedEverywhere(older)).isTrue();
            int rounds = load.rounds();
            await().atMost(ALL_HAVE_READ).until(() -> load.rounds() > rounds + 4);
            issuer.changeKeys("retire");
            await().atMost(ALL_HAVE_READ)
                    .until(() -> checks.refusedEverywhere(older, "unauthorized"));
            int after = load.rounds();
            await().atMost(ALL_HAVE_READ).until(() -> load.rounds() > after + 2);
            refusals = load.refusals();
        }
        assertThat(refusals).isEmpty();
    }

    @Test
    void anIssuerThatIsAwayIsMissedOnlyByWhoStarts() throws IOException {
        String token = issuer.signIn("alice");
        Part rooms = stack.part("room-service");
        issuer.kill();
        try {
            assertThat(checks.acceptedEverywhere(token)).isTrue();

            rooms.kill().start();
            await().atMost(Duration.ofMinutes(5))
                    .ignoreExceptions()
                    .until(() ->
                            TokenChecks.rest(new Rest(rooms.url()), "/api/rooms", token)
                                    .equals("service-unavailable"));
            Rest management =
                    new Rest(rooms.url().resolve("//127.0.0.1:" + rooms.managementPort()));
            // A service that starts serves its clients a moment before its operators.
            await().atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .untilAsserted(() ->
                            assertThat(
                                            management
                                                    .get("/actuator/health/readiness", null)
                                                    .expect(503)
                                                    .at("/components/tokenKeys/status")
                                                    .asString())
                                    .isEqualTo("OUT_OF_SERVICE"));
        } finally {
            issuer.start();
        }
        rooms.awaitReady();
        assertThat(checks.acceptedEverywhere(token)).isTrue();
    }

    private static Member firstSight(String user) throws IOException {
        String token = issuer.signIn(user);
        JsonNode me = me(token);
        return new Member(me.get("username").stringValue(), me.get("id").stringValue(), token, "");
    }

    private static JsonNode me(String token) {
        return roomlog.rest().get("/api/members/me", new Member("", "", token, "")).expect(200);
    }

    private static RSAKey signingKey() throws IOException, ParseException {
        return JWKSet.load(issuer.keys().toFile()).getKeys().getFirst().toRSAKey();
    }

    private static RSAKey nextKey() throws IOException, ParseException {
        return JWKSet.load(issuer.keys().toFile()).getKeys().getLast().toRSAKey();
    }
}

package dev.roomlog.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.support.Http;
import dev.roomlog.support.Http.Answer;
import dev.roomlog.support.OtherService;
import dev.roomlog.support.RunningService;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Beside the instance that is open to all, one for the invited. */
class InvitationsIT extends RunningService {

    private static OtherService forInvited;

    @Autowired private JdbcClient jdbc;

    @BeforeAll
    static void start() {
        forInvited =
                another(
                        "roomlog.registration=invite",
                        "roomlog.admin.reserved-usernames=Support,root",
                        "roomlog.sign-in.clean-up=100ms");
    }

    @AfterAll
    static void stop() {
        forInvited.close();
    }

    @Test
    void anAdministratorInvitesAndTheInvitedSignsUpOnce() {
        Instant before = Instant.now();
        Answer invited = administrator().post("/api/invitations", "");

        assertThat(invited.status()).isEqualTo(201);
        assertThat(invited.header("Location")).isEmpty();
        assertThat(invited.header("Cache-Control")).isEqualTo("no-store");
        assertThat(Instant.parse(invited.text("expiresAt")))
                .isBetween(before.plus(Duration.ofDays(7)), Instant.now().plus(Duration.ofDays(7)));
        String invitation = invited.text("invitation");
        assertThat(register(Http.freshName(), invitation).status()).isEqualTo(201);
        forbidden(register(Http.freshName(), invitation));
    }

    @Test
    void theDatabaseHoldsNoInvitationInClear() {
        String invitation = invitation();

        assertThat(jdbc.sql("SELECT hash FROM invitations").query(String.class).list())
                .contains(new Invitation(invitation).hash())
                .doesNotContain(invitation);
    }

    @Test
    void nobodyElseInvites() {
        forbidden(someone().post("/api/invitations", ""));
        assertThat(http().post("/api/invitations", "").code()).isEqualTo("unauthorized");
        assertThat(administrator().post("/api/invitations", "{\"uses\":5}").code())
                .isEqualTo("invalid-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0000000000000000000000000000000000000000000", "' OR '1'='1"})
    void whoeverHasNoGoodInvitationIsRefusedWhateverTheName(String invitation) {
        forbidden(register(Http.freshName(), invitation));
        forbidden(register("admin", invitation));
    }

    @Test
    void anInvitationIsNeededWhereItMeansSomethingAndRefusedWhereItDoesNot() {
        Answer without = register(forInvited.http(), Http.freshName(), "");
        Answer superfluous =
                register(http(), Http.freshName(), ",\"invitation\":\"" + invitation() + "\"");

        for (Answer answer : List.of(without, superfluous)) {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body().get("errors").get(0).get("field").asString())
                    .isEqualTo("invitation");
        }
    }

    @Test
    void anInvitationIsOverAfterItsTimeAndDeleted() {
        String invitation = invitation();
        jdbc.sql("UPDATE invitations SET expires_at = ? WHERE hash = ?")
                .params(Instant.now().toEpochMilli(), new Invitation(invitation).hash())
                .update();

        forbidden(register(Http.freshName(), invitation));
        org.awaitility.Awaitility.await().until(() -> !isKept(invitation));
    }

    @Test
    void aNameThatIsTakenLeavesTheInvitationGood() {
        String invitation = invitation();

        assertThat(register(someone().username(), invitation).code()).isEqualTo("username-taken");
        assertThat(register("SUPPORT", invitation).code()).isEqualTo("username-taken");
        assertThat(register("root", invitation).code()).isEqualTo("username-taken");

        assertThat(register(Http.freshName(), invitation).status()).isEqualTo(201);
    }

    @Test
    void ofManyWhoUseOneInvitationAtOnceOneWins() throws Exception {
        String invitation = invitation();
        List<Callable<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(() -> register(Http.freshName(), invitation));
        }

        List<Integer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> call : threads.invokeAll(calls)) {
                answers.add(call.get().status());
            }
        }

        assertThat(answers).containsExactlyInAnyOrder(201, 403, 403, 403, 403, 403, 403, 403);
    }

    @Test
    void clientsAreToldHowToSignUp() {
        assertThat(http().get("/api/auth/config").text("registration")).isEqualTo("open");
        assertThat(forInvited.http().get("/api/auth/config").text("registration"))
                .isEqualTo("invite");
    }

    @Test
    void closedIsClosedAlsoForTheInvited() {
        try (OtherService closed = another("roomlog.registration=closed")) {
            assertThat(closed.http().get("/api/auth/config").text("registration"))
                    .isEqualTo("closed");
            forbidden(register(closed.http(), Http.freshName(), ""));
            forbidden(
                    register(
                            closed.http(),
                            Http.freshName(),
                            ",\"invitation\":\"" + invitation() + "\""));
        }
    }

    private boolean isKept(String invitation) {
        return jdbc.sql("SELECT COUNT(*) FROM invitations WHERE hash = ?")
                        .param(new Invitation(invitation).hash())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private Http administrator() {
        return http().signIn("admin", "not-the-usual-one");
    }

    private String invitation() {
        return administrator().post("/api/invitations", "").text("invitation");
    }

    private static Answer register(String name, String invitation) {
        return register(forInvited.http(), name, ",\"invitation\":\"" + invitation + "\"");
    }

    private static Answer register(Http service, String name, String more) {
        return service.post(
                "/api/auth/register",
                "{\"username\":\"%s\",\"password\":\"a good one to keep\",\"displayName\":\"X\"%s}"
                        .formatted(name, more));
    }

    private static void forbidden(Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("forbidden");
    }
}

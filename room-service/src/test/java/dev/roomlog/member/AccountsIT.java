package dev.roomlog.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.support.Http;
import dev.roomlog.support.Http.Answer;
import dev.roomlog.support.RunningService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class AccountsIT extends RunningService {

    private static final String PASSWORD = "a good one to keep";
    private static final String OTHER = "another one to keep";

    @Autowired private JdbcClient jdbc;

    @Test
    void aProfileIsPatchedFieldByField() {
        Http member = someone();

        Answer both =
                patch(member, "{\"displayName\":\" Ann \",\"avatarUrl\":\"https://x.org/a\"}");
        Answer name = patch(member, "{\"displayName\":\"Anna\"}");
        Answer none = patch(member, "{}");

        assertThat(both.status()).isEqualTo(200);
        assertThat(both.text("displayName")).isEqualTo("Ann");
        assertThat(both.text("avatarUrl")).isEqualTo("https://x.org/a");
        assertThat(name.text("avatarUrl")).isEqualTo("https://x.org/a");
        assertThat(none.text("displayName")).isEqualTo("Anna");
        assertThat(someone().get("/api/members?query=" + member.username()).body().get("items"))
                .singleElement()
                .isEqualTo(member.get("/api/members/me").body());
        assertThat(member.get("/api/members/me").text("avatarUrl")).isEqualTo("https://x.org/a");

        assertThat(patch(member, "{\"avatarUrl\":null}").body().has("avatarUrl")).isFalse();
        assertThat(member.get("/api/members/me").body().has("avatarUrl")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"displayName\":null}",
                "{\"displayName\":\"\"}",
                "{\"displayName\":\"\\u200b\"}",
                "{\"displayName\":7}",
                "{\"avatarUrl\":\"http://x.org/a\"}",
                "{\"avatarUrl\":\"\"}",
                "{\"avatarUrl\":{}}",
                "{\"username\":\"other\"}",
                "{\"displayName\":\"A\",\"displayName\":\"B\"}",
                "[]",
                "null",
                ""
            })
    void refusesEveryOtherProfile(String body) {
        Http member = someone();

        Answer answer = patch(member, body);

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid-request");
        assertThat(member.get("/api/members/me").text("displayName")).isEqualTo("Some One");
    }

    @Test
    void aNewPasswordEndsEveryOtherSession() {
        Http here = someone();
        Http there = signInAgain(here);

        assertThat(changePassword(here, PASSWORD, OTHER).status()).isEqualTo(204);

        assertThat(refresh(there).code()).isEqualTo("bad-credentials");
        assertThat(refresh(here).status()).isEqualTo(200);
        assertThat(here.get("/api/members/me").status()).isEqualTo(200);
        assertThat(login(here, PASSWORD).code()).isEqualTo("bad-credentials");
        assertThat(login(here, OTHER).status()).isEqualTo(200);
    }

    @Test
    void aWrongOldPasswordChangesNothing() {
        Http here = someone();
        Http there = signInAgain(here);

        Answer answer = changePassword(here, "not what it was", OTHER);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("bad-credentials");
        assertThat(refresh(there).status()).isEqualTo(200);
        assertThat(login(here, PASSWORD).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"old\":\"a good one to keep\"}",
                "{\"new\":\"another one to keep\"}",
                "{\"old\":\"a good one to keep\",\"new\":\"short\"}",
                "{\"old\":\"a good one to keep\",\"new\":\"password1234\"}",
                "{\"old\":\"\",\"new\":\"another one to keep\"}",
                "{\"old\":\"a good one to keep\",\"wanted\":\"another one to keep\"}"
            })
    void refusesPasswordChangesThatAreNotExactlyOne(String body) {
        Answer answer = someone().put("/api/members/me/password", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid-request");
    }

    @Test
    void ofTwoPasswordChangesAtOnceOneIsMade() throws Exception {
        Http here = someone();
        Http there = signInAgain(here);

        List<Callable<Answer>> changes =
                List.of(
                        () -> changePassword(here, PASSWORD, OTHER),
                        () -> changePassword(there, PASSWORD, "a third one to keep"));
        int made = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> answer : threads.invokeAll(changes)) {
                made += answer.get().status() == 204 ? 1 : 0;
            }
        }

        assertThat(made).isEqualTo(1);
    }

    /** Many times: a token tells whole seconds, so all of this happens within one. */
    @Test
    void signingOutEverywhereVoidsWhatWasIssuedAndNothingAfter() {
        Http first = someone();
        for (int i = 0; i < 12; i++) {
            Http second = signInAgain(first);

            assertThat(second.post("/api/auth/logout-all", "").status()).isEqualTo(204);

            for (Http old : List.of(first, second)) {
                Answer answer = old.get("/api/members/me");
                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.code()).isEqualTo("unauthorized");
                assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
                assertThat(refresh(old).code()).isEqualTo("bad-credentials");
            }
            first = signInAgain(first);
            assertThat(first.get("/api/members/me").status()).isEqualTo(200);
            first = refreshed(first);
            assertThat(first.get("/api/members/me").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/members/me",
                "PATCH /api/members/me",
                "DELETE /api/members/me",
                "PUT /api/members/me/password",
                "GET /api/members?query=a",
                "POST /api/auth/logout-all",
                "POST /api/rooms",
                "GET /api/rooms",
                "GET /api/rooms/discover?query=a",
                "GET /api/rooms/00000000-0000-4000-8000-000000000000",
                "PUT /api/rooms/00000000-0000-4000-8000-000000000000/members/me"
            })
    void aVoidTokenIsGoodForNothing(String call) {
        Http member = someone();
        member.post("/api/auth/logout-all", "");
        int space = call.indexOf(' ');

        Answer answer = member.send(call.substring(0, space), call.substring(space + 1), "{}");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("unauthorized");
    }

    @Test
    void anOldTokenShownByTheWayDoesNotKeepAnyoneFromSigningIn() {
        Http member = someone();
        member.post("/api/auth/logout-all", "");

        Answer answer = member.post("/api/auth/login", credentials(member.username(), PASSWORD));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void anErasedAccountIsGone() {
        Http member = someone();
        Http elsewhere = signInAgain(member);
        Http other = someone();

        assertThat(member.delete("/api/members/me").status()).isEqualTo(204);

        assertThat(member.get("/api/members/me").code()).isEqualTo("unauthorized");
        assertThat(elsewhere.get("/api/rooms").code()).isEqualTo("unauthorized");
        assertThat(refresh(elsewhere).code()).isEqualTo("bad-credentials");
        assertThat(login(member, PASSWORD).code()).isEqualTo("bad-credentials");
        assertThat(other.get("/api/members?query=" + member.username()).body().get("items"))
                .isEmpty();
        assertThat(
                        other.post(
                                        "/api/rooms",
                                        "{\"kind\":\"DIRECT\",\"members\":[\"%s\"]}"
                                                .formatted(member.id()))
                                .code())
                .isEqualTo("unknown-member");
    }

    @Test
    void theNameOfAnErasedAccountIsNeverGivenAgain() {
        Http member = someone();
        member.delete("/api/members/me");

        for (String name : List.of(member.username(), member.username().toUpperCase(Locale.ROOT))) {
            assertThat(register(name).status()).isEqualTo(409);
            assertThat(register(name).code()).isEqualTo("username-taken");
        }
    }

    @Test
    void nothingOfAnErasedPersonStaysInTheDatabase() {
        Http member = someone();
        patch(member, "{\"avatarUrl\":\"https://x.org/a\"}");
        jdbc.sql("UPDATE members SET claimed_name = 'Some One' WHERE id = ?")
                .param(member.id())
                .update();

        member.delete("/api/members/me");

        assertThat(
                        jdbc.sql("SELECT * FROM members WHERE id = ?")
                                .param(member.id())
                                .query()
                                .singleRow())
                .containsEntry("username", null)
                .containsEntry("display_name", "")
                .containsEntry("claimed_name", null)
                .containsEntry("password_hash", "")
                .containsEntry("avatar_url", null);
        assertThat(
                        jdbc.sql("SELECT COUNT(*) FROM sessions WHERE member_id = ?")
                                .param(member.id())
                                .query(Long.class)
                                .single())
                .isZero();
        assertThat(jdbc.sql("SELECT hash FROM retired_usernames").query(String.class).list())
                .allMatch(hash -> hash.matches("[0-9a-f]{64}"));
    }

    /** Whoever is faster: either the name was still taken, or it is retired. */
    @Test
    void aNameIsNotCaughtInTheMomentItIsRetired() throws Exception {
        for (int i = 0; i < 10; i++) {
            Http member = someone();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Answer> erased = threads.submit(() -> member.delete("/api/members/me"));
                Future<Answer> caught = threads.submit(() -> register(member.username()));

                assertThat(erased.get().status()).isEqualTo(204);
                assertThat(caught.get().code()).isEqualTo("username-taken");
            }
        }
    }

    @Test
    void aDisabledAccountIsLetInNowhere() {
        Http member = someone();
        jdbc.sql("UPDATE members SET status = 'DISABLED' WHERE id = ?").param(member.id()).update();

        assertThat(member.get("/api/members/me").code()).isEqualTo("unauthorized");
        assertThat(refresh(member).code()).isEqualTo("bad-credentials");
        assertThat(login(member, PASSWORD).code()).isEqualTo("bad-credentials");
    }

    private Http signInAgain(Http member) {
        return http().signIn(member.username(), PASSWORD);
    }

    private static Answer patch(Http member, String body) {
        return member.patch("/api/members/me", body);
    }

    private static Answer changePassword(Http member, String old, String wanted) {
        return member.put(
                "/api/members/me/password",
                "{\"old\":\"%s\",\"new\":\"%s\"}".formatted(old, wanted));
    }

    private Answer login(Http member, String password) {
        return http().post("/api/auth/login", credentials(member.username(), password));
    }

    private static String credentials(String name, String password) {
        return "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(name, password);
    }

    private Answer register(String name) {
        return http().post(
                        "/api/auth/register",
                        "{\"username\":\"%s\",\"password\":\"%s\",\"displayName\":\"X\"}"
                                .formatted(name, PASSWORD));
    }

    private Answer refresh(Http member) {
        return http().post(
                        "/api/auth/refresh",
                        "{\"refreshToken\":\"%s\"}".formatted(member.refreshToken()));
    }

    private Http refreshed(Http member) {
        Answer answer = refresh(member);
        assertThat(answer.status()).isEqualTo(200);
        return new Http(member.base(), member.json(), answer.body());
    }
}

package dev.roomlog.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.support.Http;
import dev.roomlog.support.Http.Answer;
import dev.roomlog.support.RunningService;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

class SessionsIT extends RunningService {

    @Autowired private JdbcClient jdbc;

    @Test
    void useOfAnOldRefreshTokenEndsTheWholeFamily() {
        Http member = someone();
        String first = member.refreshToken();
        String second = refresh(first).text("refreshToken");
        String third = refresh(second).text("refreshToken");

        assertThat(refresh(first).code()).isEqualTo("bad-credentials");

        assertThat(refresh(third).code()).isEqualTo("bad-credentials");
    }

    @Test
    void anotherSignInOfTheSameMemberGoesOn() {
        String name = Http.freshName();
        Http first = named(name);
        String other = login(name, "a good one to keep").text("refreshToken");
        refresh(first.refreshToken());
        refresh(first.refreshToken());

        assertThat(refresh(other).status()).isEqualTo(200);
    }

    @Test
    void oneTokenShownByManyAtOnceIsExchangedAtMostOnce() throws Exception {
        String token = someone().refreshToken();
        Callable<Answer> exchange = () -> refresh(token);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers =
                    threads.invokeAll(IntStream.range(0, 8).mapToObj(_ -> exchange).toList());

            long exchanged = 0;
            for (Future<Answer> answer : answers) {
                exchanged += answer.get().status() == 200 ? 1 : 0;
            }
            assertThat(exchanged).isEqualTo(1);
        }
    }

    @Test
    void signingOutEndsTheSession() {
        String token = someone().refreshToken();

        assertThat(http().post("/api/auth/logout", body(token)).status()).isEqualTo(204);

        assertThat(refresh(token).code()).isEqualTo("bad-credentials");
        assertThat(http().post("/api/auth/logout", body(token)).status()).isEqualTo(204);
    }

    @Test
    void unknownUserAndWrongPasswordAreAnsweredAlike() {
        String name = Http.freshName();
        named(name);

        Answer wrong = login(name, "some other words");
        Answer unknown = login("nobody-of-this-name", "some other words");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.code()).isEqualTo("bad-credentials");
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.text("detail")).isEqualTo(wrong.text("detail"));
    }

    @Test
    void namesAreTakenOnceAndKeptForTheAdministrator() {
        String name = Http.freshName();
        named(name);

        assertThat(register(name.toUpperCase(java.util.Locale.ROOT)).code())
                .isEqualTo("username-taken");
        assertThat(register("admin").code()).isEqualTo("username-taken");
        assertThat(login("admin", "not-the-usual-one").status()).isEqualTo(200);
    }

    @Test
    void theDatabaseHoldsNoSecretInClear() {
        Http member = someone();

        assertThat(jdbc.sql("SELECT hash FROM refresh_tokens").query(String.class).list())
                .isNotEmpty()
                .doesNotContain(member.refreshToken())
                .contains(new RefreshToken(member.refreshToken()).hash());
        assertThat(
                        jdbc.sql("SELECT password_hash FROM members WHERE id = ?")
                                .param(member.id())
                                .query(String.class)
                                .single())
                .startsWith("$argon2id$");
    }

    @Test
    void peopleAreFoundByTheBeginningOfTheirNames() {
        String name = Http.freshName();
        Http member = named(name);

        Answer found = member.get("/api/members?query=" + name.substring(0, 12));

        assertThat(found.body().get("items").get(0).get("id").asString()).isEqualTo(member.id());
        assertThat(member.get("/api/members?query=%25").body().get("items").isEmpty()).isTrue();
        assertThat(member.get("/api/members/me").text("username")).isEqualTo(name);
    }

    private Answer register(String name) {
        return http().post(
                        "/api/auth/register",
                        "{\"username\":\"%s\",\"password\":\"a good one to keep\",\"displayName\":\"X\"}"
                                .formatted(name));
    }

    private Answer login(String name, String password) {
        return http().post(
                        "/api/auth/login",
                        "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(name, password));
    }

    private Answer refresh(String token) {
        return http().post("/api/auth/refresh", body(token));
    }

    private static String body(String token) {
        return "{\"refreshToken\":\"%s\"}".formatted(token);
    }
}

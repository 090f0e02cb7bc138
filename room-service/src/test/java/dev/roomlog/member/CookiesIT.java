package dev.roomlog.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.support.Http;
import dev.roomlog.support.Http.Answer;
import dev.roomlog.support.RunningService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpRequest.BodyPublishers;

class CookiesIT extends RunningService {

    private static final String ATTRIBUTES =
            "; Path=/api/auth; Max-Age=2592000; Expires=[^;]+; Secure; HttpOnly; SameSite=Strict";

    @Test
    void signingUpAndInSetTheCookieInsteadOfTellingTheToken() {
        String name = Http.freshName();
        Answer registered = post("register", "?session=cookie", registration(name));
        Answer signedIn = post("login", "?session=cookie", credentials(name));

        assertThat(registered.status()).isEqualTo(201);
        assertThat(signedIn.status()).isEqualTo(200);
        for (Answer answer : new Answer[] {registered, signedIn}) {
            assertThat(answer.header("Set-Cookie"))
                    .matches("roomlog-refresh=[A-Za-z0-9_-]{43}" + ATTRIBUTES);
            assertThat(answer.body().has("refreshToken")).isFalse();
            assertThat(answer.text("accessToken")).isNotEmpty();
        }
    }

    @Test
    void whoDoesNotAskForACookieGetsNone() {
        String name = Http.freshName();
        Answer registered = post("register", "", registration(name));

        assertThat(registered.header("Set-Cookie")).isEmpty();
        assertThat(registered.text("refreshToken")).hasSize(43);
        assertThat(post("login", "", credentials(name)).header("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?session=cookie"})
    void aTokenFromACookieGoesBackIntoACookieAskedForOrNot(String query) {
        String cookie = cookie();

        Answer answer = bare("refresh", query, cookie);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().has("refreshToken")).isFalse();
        String next = cookieOf(answer);
        assertThat(next).isNotEqualTo(cookie);
        assertThat(bare("refresh", query, cookie).code()).isEqualTo("bad-credentials");
        assertThat(bare("refresh", query, next).code())
                .as("the use of the old one ended the family")
                .isEqualTo("bad-credentials");
    }

    @Test
    void aBodyWithoutATokenIsNoneBesideACookie() {
        Answer answer =
                http().send(
                                http().request("/api/auth/refresh")
                                        .header("Content-Type", "application/json")
                                        .header("Cookie", cookie())
                                        .POST(BodyPublishers.ofString("{}")));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void aTokenFromTheBodyCanMoveIntoACookie() {
        Answer answer = post("refresh", "?session=cookie", token(someone().refreshToken()));

        assertThat(answer.body().has("refreshToken")).isFalse();
        assertThat(bare("refresh", "", cookieOf(answer)).status()).isEqualTo(200);
    }

    @Test
    void signingOutClearsTheCookieAndEndsTheSession() {
        String cookie = cookie();

        Answer answer = bare("logout", "", cookie);

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Set-Cookie"))
                .matches("roomlog-refresh=" + ATTRIBUTES.replace("2592000", "0"));
        assertThat(bare("refresh", "", cookie).code()).isEqualTo("bad-credentials");
        assertThat(post("logout", "", token(someone().refreshToken())).header("Set-Cookie"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"refresh", "logout"})
    void aTokenInBothPlacesOrInNoneIsRefused(String act) {
        String cookie = cookie();
        Answer both =
                http().send(
                                http().request("/api/auth/" + act)
                                        .header("Content-Type", "application/json")
                                        .header("Cookie", cookie)
                                        .POST(
                                                BodyPublishers.ofString(
                                                        token(someone().refreshToken()))));
        Answer two = bare(act, "", cookie + "; " + cookie());

        assertThat(both.status()).isEqualTo(400);
        assertThat(both.code()).isEqualTo("invalid-request");
        assertThat(two.code()).isEqualTo("invalid-request");
        assertThat(bare(act, "", "other=1").code()).isEqualTo("invalid-request");
        assertThat(bare("refresh", "", cookie).status()).as("nothing was used up").isEqualTo(200);
    }

    @Test
    void whoAsksWithACookieInMindAndHasNoneIsNotSignedIn() {
        assertThat(bare("refresh", "?session=cookie", "other=1").code())
                .isEqualTo("bad-credentials");
    }

    @ParameterizedTest
    @ValueSource(strings = {"register", "login", "refresh"})
    void otherKindsOfSessionAreRefused(String act) {
        Answer answer = post(act, "?session=header", "{}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("errors").get(0).get("field").asString()).isEqualTo("session");
    }

    /** A session of someone new, as the browser sends it back. */
    private String cookie() {
        return cookieOf(post("register", "?session=cookie", registration(Http.freshName())));
    }

    private static String cookieOf(Answer answer) {
        return answer.header("Set-Cookie").replaceFirst(";.*", "");
    }

    private Answer post(String act, String query, String body) {
        return http().post("/api/auth/" + act + query, body);
    }

    /** Without body and without content type. */
    private Answer bare(String act, String query, String cookie) {
        return http().send(
                        http().request("/api/auth/" + act + query)
                                .header("Cookie", cookie)
                                .POST(BodyPublishers.noBody()));
    }

    private static String registration(String name) {
        return "{\"username\":\"%s\",\"password\":\"a good one to keep\",\"displayName\":\"X\"}"
                .formatted(name);
    }

    private static String credentials(String name) {
        return "{\"username\":\"%s\",\"password\":\"a good one to keep\"}".formatted(name);
    }

    private static String token(String token) {
        return "{\"refreshToken\":\"%s\"}".formatted(token);
    }
}

package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.util.List;

/** Sessions of a web page: the refresh token is in a cookie that no script can read. */
@ExtendWith(SharedStack.class)
class CookieSessionIT {

    private final Installation roomlog;
    private final Member alice;
    private final String origin;

    CookieSessionIT(Installation roomlog) {
        this.roomlog = roomlog;
        this.alice = roomlog.newMember("alice");
        this.origin = roomlog.stack().gatewayUrl().toString();
    }

    @Test
    void signsInRenewsAndSignsOutWithoutEverShowingTheRefreshToken() {
        Rest.Answer signedIn = signIn(origin);
        String cookie = cookieOf(signedIn);
        expectHidden(signedIn, cookie);

        Rest.Answer renewed = refresh(cookie, origin);
        String second = cookieOf(renewed);
        JsonNode body = renewed.expect(200);
        expectHidden(renewed, second);

        assertThat(second).isNotEqualTo(cookie);
        Member now = alice.withToken(body.get("accessToken").stringValue());
        roomlog.rest().get("/api/rooms", now).expect(200);

        Rest.Answer signedOut =
                roomlog.rest()
                        .call(
                                "POST",
                                "/api/auth/logout?session=cookie",
                                null,
                                null,
                                "Cookie",
                                second,
                                "Origin",
                                origin);
        signedOut.expectStatus(204);
        assertThat(attributes(signedOut)).contains("Max-Age=0");
        refresh(second, origin).expectRefused("bad-credentials");
    }

    @Test
    void anUsedCookieEndsTheFamily() {
        String first = cookieOf(signIn(origin));
        String second = cookieOf(refresh(first, origin));

        refresh(first, origin).expectRefused("bad-credentials");
        refresh(second, origin).expectRefused("bad-credentials");
    }

    @Test
    void aPageOfAnotherOriginRenewsNothing() {
        String cookie = cookieOf(signIn(origin));

        refresh(cookie, "https://evil.example").expectRefused("forbidden");

        refresh(cookie, origin).expect(200);
    }

    @Test
    void withoutACookieThereIsNoSession() {
        roomlog.rest()
                .call("POST", "/api/auth/refresh?session=cookie", null, null, "Origin", origin)
                .expectRefused("bad-credentials");
    }

    private Rest.Answer signIn(String from) {
        return roomlog.rest()
                .call(
                        "POST",
                        "/api/auth/login?session=cookie",
                        null,
                        "{\"username\":\"%s\",\"password\":\"%s\"}"
                                .formatted(alice.username(), Installation.PASSWORD),
                        "Origin",
                        from);
    }

    private Rest.Answer refresh(String cookie, String from) {
        return roomlog.rest()
                .call(
                        "POST",
                        "/api/auth/refresh?session=cookie",
                        null,
                        null,
                        "Cookie",
                        cookie,
                        "Origin",
                        from);
    }

    /** Name and value, as a browser sends it back. */
    private static String cookieOf(Rest.Answer answer) {
        answer.expect(200);
        return attributes(answer).getFirst();
    }

    private static List<String> attributes(Rest.Answer answer) {
        String header = answer.headers().firstValue("set-cookie").orElse("");
        return List.of(header.split("; *"));
    }

    private static void expectHidden(Rest.Answer answer, String cookie) {
        assertThat(attributes(answer))
                .contains("HttpOnly", "Secure", "SameSite=Strict", "Path=/api/auth");
        JsonNode body = answer.json();
        assertThat(body.has("refreshToken")).isFalse();
        assertThat(body.get("accessToken").stringValue()).isNotEmpty();
        assertThat(answer.body()).doesNotContain(cookie.substring(cookie.indexOf('=') + 1));
    }
}

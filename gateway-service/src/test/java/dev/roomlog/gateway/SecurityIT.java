package dev.roomlog.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

class SecurityIT {

    static UpstreamService rooms;
    static RunningGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        rooms = new UpstreamService("rooms");
        gateway =
                new RunningGateway(
                        List.of(rooms.base()),
                        List.of("http://127.0.0.1:1"),
                        List.of("http://127.0.0.1:1"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        rooms.close();
    }

    @Test
    void aGoodTokenPassesAndIsHandedOn() throws Exception {
        String token = gateway.tokens.valid();

        HttpResponse<String> answer =
                gateway.send(
                        gateway.stranger("/api/rooms").header("Authorization", "Bearer " + token));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(rooms.received.getLast().headers())
                .containsEntry("Authorization", "Bearer " + token);
    }

    @Test
    void aTokenMayCarryWhatIsNoRole() throws Exception {
        String token = gateway.tokens.withRoles(Arrays.asList(1, null, "admin"));

        HttpResponse<String> answer =
                gateway.send(
                        gateway.stranger("/api/rooms").header("Authorization", "Bearer " + token));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    static Stream<String> forged() {
        Tokens tokens = gateway.tokens;
        return Stream.of(
                "Bearer " + tokens.withAlgNone(),
                "Bearer " + tokens.withPublicKeyAsSecret(),
                "Bearer " + tokens.signedByForeignKey(),
                "Bearer " + tokens.ofIssuer("someone"),
                "Bearer " + tokens.forAudience("others"),
                "Bearer " + tokens.valid() + "x",
                "Bearer abc",
                "Bearer ",
                "Basic YTpi");
    }

    @ParameterizedTest
    @MethodSource("forged")
    void refusesForgedTokens(String authorization) throws Exception {
        int before = rooms.received.size();

        HttpResponse<String> answer =
                gateway.send(gateway.stranger("/api/rooms").header("Authorization", authorization));

        assertProblem(answer, 401, "unauthorized");
        assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer");
        assertThat(rooms.received).hasSize(before);
    }

    @Test
    void refusesNoTokenAndATokenInTheAddress() throws Exception {
        assertProblem(gateway.send(gateway.stranger("/api/rooms")), 401, "unauthorized");
        assertProblem(
                gateway.send(gateway.stranger("/api/rooms?access_token=" + gateway.tokens.valid())),
                401,
                "unauthorized");
    }

    @Test
    void anExpiredTokenIsAcceptedForTheGraceAndThenSaidToBeExpired() throws Exception {
        HttpResponse<String> inGrace =
                gateway.send(
                        gateway.stranger("/api/rooms")
                                .header(
                                        "Authorization",
                                        "Bearer "
                                                + gateway.tokens.expiredFor(
                                                        Duration.ofMinutes(30))));
        HttpResponse<String> after =
                gateway.send(
                        gateway.stranger("/api/rooms")
                                .header(
                                        "Authorization",
                                        "Bearer "
                                                + gateway.tokens.expiredFor(
                                                        Duration.ofMinutes(62))));

        assertThat(inGrace.statusCode()).isEqualTo(200);
        assertProblem(after, 401, "token-expired");
    }

    @ParameterizedTest
    @ValueSource(strings = {"register", "login", "refresh", "logout"})
    void signingInNeedsNoTokenEvenWithABadOneAttached(String act) throws Exception {
        HttpResponse<String> answer =
                gateway.send(
                        gateway.stranger("/api/auth/" + act)
                                .header("Authorization", "Bearer abc")
                                .POST(BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertProblem(gateway.send(gateway.stranger("/api/auth/" + act)), 401, "unauthorized");
    }

    @Test
    void onlySigningInIsOpen() throws Exception {
        assertThat(gateway.send(gateway.stranger("/api/auth/config")).statusCode()).isEqualTo(200);
        assertProblem(
                gateway.send(
                        gateway.stranger("/api/auth/logout-all").POST(BodyPublishers.noBody())),
                401,
                "unauthorized");
    }

    @Test
    void stripsWhatClientsClaimAboutThemselves() throws Exception {
        gateway.send(
                gateway.member("/api/rooms")
                        .header("X-Forwarded-For", "1.2.3.4")
                        .header("X-Forwarded-Host", "evil.example")
                        .header("Forwarded", "for=1.2.3.4")
                        .header("X-User-Id", "admin")
                        .header("Idempotency-Key", "k-1"));

        assertThat(rooms.received.getLast().headers())
                .doesNotContainKeys("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-User-Id")
                .containsEntry("Idempotency-Key", "k-1");
    }

    @Test
    void tellsServicesTheAddressOfThePeerWhateverItClaims() throws Exception {
        gateway.send(gateway.member("/api/rooms"));
        assertThat(rooms.received.getLast().headers()).containsEntry("X-Real-IP", "127.0.0.1");

        gateway.send(
                gateway.member("/api/rooms")
                        .header("x-real-ip", "1.2.3.4")
                        .header("X-REAL-IP", "5.6.7.8")
                        .header("Forwarded", "for=1.2.3.4"));
        assertThat(rooms.received.getLast().headers())
                .containsEntry("X-Real-IP", "127.0.0.1")
                .doesNotContainKey("Forwarded");
    }

    @Test
    void refusesForeignPagesAlsoWhereACookieIsThePass() throws Exception {
        int before = rooms.received.size();
        HttpResponse<String> foreign =
                gateway.send(refresh().header("Origin", "https://evil.example"));
        HttpResponse<String> own = gateway.send(refresh().header("Origin", RunningGateway.ORIGIN));

        assertProblem(foreign, 403, "forbidden");
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(rooms.received).hasSize(before + 1);
        assertThat(rooms.received.getLast().headers())
                .containsEntry("Cookie", "roomlog-refresh=secret");
    }

    private static HttpRequest.Builder refresh() {
        return gateway.stranger("/api/auth/refresh?session=cookie")
                .header("Cookie", "roomlog-refresh=secret")
                .POST(BodyPublishers.noBody());
    }

    @Test
    void invitationsAreForWhoeverHasAToken() throws Exception {
        HttpResponse<String> answer =
                gateway.send(gateway.member("/api/invitations").POST(BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(rooms.received.getLast().path()).isEqualTo("/api/invitations");
        assertProblem(
                gateway.send(gateway.stranger("/api/invitations").POST(BodyPublishers.noBody())),
                401,
                "unauthorized");
    }

    @Test
    void answersAllowedPagesAndRefusesForeignOnes() throws Exception {
        HttpResponse<String> allowed =
                gateway.send(gateway.member("/api/rooms").header("Origin", RunningGateway.ORIGIN));
        HttpResponse<String> asked =
                gateway.send(
                        gateway.stranger("/api/rooms")
                                .header("Origin", RunningGateway.ORIGIN)
                                .header("Access-Control-Request-Method", "PATCH")
                                .header("Access-Control-Request-Headers", "authorization")
                                .method("OPTIONS", BodyPublishers.noBody()));
        HttpResponse<String> foreign =
                gateway.send(gateway.member("/api/rooms").header("Origin", "https://evil.example"));

        assertThat(allowed.statusCode()).isEqualTo(200);
        assertThat(allowed.headers().allValues("access-control-allow-origin"))
                .containsExactly(RunningGateway.ORIGIN);
        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(asked.headers().firstValue("access-control-allow-methods").orElse(""))
                .contains("PATCH");
        assertProblem(foreign, 403, "forbidden");
        assertThat(foreign.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() throws Exception {
        for (String path : List.of("/", "/api/auth/config", "/api/rooms", "/nothing")) {
            HttpResponse<String> answer = gateway.send(gateway.stranger(path));

            assertThat(answer.headers().firstValue("content-security-policy").orElse(""))
                    .contains("default-src 'self'")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().allValues("x-content-type-options"))
                    .containsExactly("nosniff");
            assertThat(answer.headers().firstValue("referrer-policy")).contains("no-referrer");
            assertThat(answer.headers().firstValue("x-frame-options")).contains("DENY");
            assertThat(answer.headers().firstValue("strict-transport-security")).isEmpty();
        }
    }

    @Test
    void refusesBodiesOverTheLimitWhetherTheirLengthIsStatedOrNot() throws Exception {
        byte[] large = new byte[64 * 1024 + 1];
        byte[] fitting = new byte[64 * 1024];

        HttpResponse<String> stated =
                gateway.send(gateway.member("/api/rooms").POST(BodyPublishers.ofByteArray(large)));
        HttpResponse<String> chunked =
                gateway.send(
                        gateway.member("/api/rooms")
                                .POST(
                                        BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(large))));
        HttpResponse<String> small =
                gateway.send(
                        gateway.member("/api/rooms")
                                .POST(
                                        BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(fitting))));

        assertProblem(stated, 413, "too-large");
        assertProblem(chunked, 413, "too-large");
        assertThat(small.statusCode()).isEqualTo(200);
        assertThat(rooms.received.getLast().body()).hasSize(64 * 1024);
        assertThat(rooms.received.getLast().headers()).containsEntry("Content-Length", "65536");
    }

    @Test
    void takesABodyThatWaitsToBeAskedFor() throws Exception {
        HttpResponse<String> answer =
                gateway.send(
                        gateway.member("/api/rooms")
                                .expectContinue(true)
                                .POST(BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(rooms.received.getLast().body()).isEqualTo("{}");
    }

    static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(answer.body())
                .contains("\"type\":\"https://roomlog.dev/problems/" + code + "\"")
                .contains("\"code\":\"" + code + "\"")
                .contains("\"status\":" + status)
                .containsPattern("\"traceId\":\"[0-9a-f]{32}\"")
                .doesNotContainIgnoringCase("exception")
                .doesNotContain("springframework");
    }
}

package dev.roomlog.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

import dev.roomlog.support.Http;
import dev.roomlog.support.Http.Answer;
import dev.roomlog.support.RunningService;
import dev.roomlog.support.TestKeys;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.Date;
import java.util.List;

class RestContractIT extends RunningService {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "null",
                "",
                "{\"name\":\"A\",\"kind\":\"PUBLIC\",\"color\":\"red\"}",
                "{\"name\":5,\"kind\":\"PUBLIC\"}",
                "{\"name\":\"A\",\"kind\":\"SECRET\"}",
                "{\"name\":\"A\",\"kind\":0}",
                "{\"name\":\"A\",\"name\":\"B\",\"kind\":\"PUBLIC\"}",
                "{\"kind\":\"PUBLIC\"}",
                "{\"name\":\"A\"}",
                "{\"name\":\"\\u200b\",\"kind\":\"PUBLIC\"}",
                "{\"name\":\"A\",\"kind\":\"PUBLIC\",\"slowModeSeconds\":301}",
                "{\"name\":\"A\",\"kind\":\"PUBLIC\",\"slowModeSeconds\":\"5\"}",
                "{\"name\":\"A\",\"kind\":\"PUBLIC\",\"slowModeSeconds\":1.5}",
                "{\"name\":\"A\",\"kind\":\"PUBLIC\",\"members\":[null]}",
                "{\"name\":\"A\",\"kind\":\"PUBLIC\",\"slowModeSeconds\":\"\"}",
                "{\"name\":\"A\",\"kind\":\"PUBLIC\",\"members\":\"x\"}",
                "{\"name\":\"A\",\"kind\":\"PUBLIC\",\"members\":\"\"}",
                "{\"name\":\"A\",\"kind\":\"DIRECT\"}",
                "{\"name\":\"A\",\"kind\":\"PUBLIC\"} {}"
            })
    void refusesBodiesThatAreNotExactlyARoom(String body) {
        Answer answer = someone().post("/api/rooms", body);

        problem(answer, 400, "invalid-request");
    }

    @Test
    void namesEachFieldThatIsWrong() {
        Answer answer =
                http().post("/api/auth/register", "{\"username\":\"1\",\"password\":\"short\"}");

        problem(answer, 400, "invalid-request");
        assertThat(answer.body().get("errors").valueStream().map(e -> e.get("field").asString()))
                .containsExactly("username", "password", "displayName");
    }

    @Test
    @SuppressWarnings("JavaUtilDate") // what the library takes
    void refusesWhoeverHasNoGoodToken() throws JOSEException {
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .issuer("roomlog")
                        .audience("roomlog")
                        .subject("someone")
                        .issueTime(Date.from(Instant.now()))
                        .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                        .build();
        SignedJWT publicKeyAsSecret = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        publicKeyAsSecret.sign(new MACSigner(TestKeys.KEY.toPublicJWK().toJSONString()));

        for (String token :
                List.of(
                        "",
                        "x",
                        "x".repeat(8_192),
                        new PlainJWT(claims).serialize(),
                        publicKeyAsSecret.serialize())) {
            Answer answer =
                    http().send(
                                    http().request("/api/rooms")
                                            .header("Authorization", "Bearer " + token)
                                            .GET());
            problem(answer, 401, "unauthorized");
        }
        problem(http().get("/api/rooms"), 401, "unauthorized");
        problem(http().get("/api/no-such-thing"), 401, "unauthorized");
    }

    /** The gateway passes on 16 KiB of them, 64 at most. */
    @Test
    void takesTheHeadersThatTheGatewayLetsThrough() {
        HttpRequest.Builder request =
                http().request("/api/auth/config").header("X-Long", "x".repeat(20_000));
        for (int i = 0; i < 70; i++) {
            request.header("X-Short-" + i, "y");
        }

        assertThat(http().send(request.GET()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/no-such-thing,404,not-found",
        "PATCH,/api/rooms,405,invalid-request",
        "GET,/api/rooms/not-a-uuid,400,invalid-request",
        "GET,/api/rooms/00000000-0000-4000-8000-000000000000,404,not-found",
        "GET,/api/rooms?limit=0,400,invalid-request",
        "GET,/api/rooms?limit=x,400,invalid-request",
        "GET,/api/rooms?cursor=forged,400,invalid-request",
        "GET,/api/members,400,invalid-request",
        "GET,/api/rooms/%2e%2e/x,400,invalid-request",
        "GET,/actuator/env,404,not-found",
        "POST,/api/rooms,400,invalid-request"
    })
    void answersEveryFaultInOneForm(String method, String path, int status, String code) {
        Http someone = someone();

        Answer answer =
                someone.send(
                        someone.request(path)
                                .header("Accept", "text/html")
                                .method(method, HttpRequest.BodyPublishers.noBody()));

        problem(answer, status, code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "register?session=1 | {}                                 | 400 | invalid-request",
                "register           | {'invitation':5}                   | 400 | invalid-request",
                "login              | {'username':'a','password':''}     | 400 | invalid-request",
                "login              | {'username':'nobody','password':1} | 400 | invalid-request",
                "refresh            |                                    | 400 | invalid-request",
                "refresh            | []                                 | 400 | invalid-request",
                "refresh?session=cookie | null                           | 400 | invalid-request",
                "logout             | null                               | 400 | invalid-request",
                "refresh            | {'refreshToken':'x','cookie':true} | 400 | invalid-request",
                "refresh            | {'refreshToken':'x'}               | 401 | bad-credentials",
                "logout             |                                    | 400 | invalid-request"
            })
    void answersFaultsOfSigningInInOneForm(String act, String body, int status, String code) {
        String json = body == null ? "" : body.replace('\'', '"');

        problem(http().post("/api/auth/" + act, json), status, code);
    }

    @Test
    void tellsWhoeverMustWaitHowLong() {
        String body = "{\"username\":\"nobody-to-wait-for\",\"password\":\"wrong\"}";
        for (int i = 0; i < 5; i++) {
            problem(http().post("/api/auth/login", body), 401, "bad-credentials");
        }

        Answer answer = http().post("/api/auth/login", body);

        problem(answer, 429, "rate-limited");
        assertThat(answer.header("Retry-After")).isEqualTo("2");
    }

    @Test
    void refusesInvitationsByWhoeverIsNoAdministrator() {
        problem(http().post("/api/invitations", ""), 401, "unauthorized");
        problem(someone().post("/api/invitations", ""), 403, "forbidden");
        problem(someone().get("/api/invitations"), 405, "invalid-request");
    }

    @Test
    void refusesBodiesThatAreTooLargeWhetherOrNotTheySaySo() {
        byte[] body =
                ("{\"name\":\"" + "x".repeat(70_000) + "\"}")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Http someone = someone();

        problem(
                someone.send(
                        someone.request("/api/rooms")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))),
                413,
                "too-large");
        problem(
                someone.send(
                        someone.request("/api/rooms")
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(body)))),
                413,
                "too-large");
    }

    @Test
    void refusesWhatIsNotJson() {
        Http someone = someone();

        problem(
                someone.send(
                        someone.request("/api/rooms")
                                .header("Content-Type", "text/plain")
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))),
                415,
                "invalid-request");
    }

    @Test
    void keepsTheTraceOfTheCaller() {
        String trace = "0af7651916cd43dd8448eb211c80319c";

        Answer answer =
                http().send(
                                http().request("/api/rooms")
                                        .header(
                                                "traceparent",
                                                "00-" + trace + "-b7ad6b7169203331-01")
                                        .GET());

        assertThat(answer.text("traceId")).isEqualTo(trace);
    }

    @Test
    void saysWhereTheNewRoomIs() {
        Http someone = someone();

        Answer answer =
                someone.post("/api/rooms", "{\"name\":\" Cafe\u0301 \",\"kind\":\"PRIVATE\"}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text("name")).isEqualTo("Caf\u00e9");
        assertThat(someone.get(answer.header("Location")).text("id")).isEqualTo(answer.text("id"));
    }

    static void problem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.text("type")).isEqualTo("https://roomlog.dev/problems/" + code);
        assertThat(answer.body().get("status").asInt()).isEqualTo(status);
        assertThat(answer.text("traceId")).matches("[0-9a-f]{32}");
        assertThat(answer.response().body()).doesNotContain("Exception", "dev.roomlog.", "SQL");
    }
}

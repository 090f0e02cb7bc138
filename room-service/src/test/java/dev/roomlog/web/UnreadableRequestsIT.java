package dev.roomlog.web;

import static dev.roomlog.web.RestContractIT.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.support.Http;
import dev.roomlog.support.RawHttp;
import dev.roomlog.support.RunningService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is not HTTP, not a path, not text or not JSON in UTF-8 is refused in the one form. */
class UnreadableRequestsIT extends RunningService {

    private static final String ROOM = "/api/rooms/00000000-0000-4000-8000-000000000000";
    private static final List<String> CALLS_WITH_A_BODY =
            List.of(
                    "POST /api/auth/register",
                    "POST /api/auth/login",
                    "POST /api/auth/refresh",
                    "POST /api/auth/logout",
                    "POST /api/invitations",
                    "PATCH /api/members/me",
                    "PUT /api/members/me/password",
                    "POST /api/rooms",
                    "PATCH " + ROOM,
                    "PUT " + ROOM + "/members/me",
                    "PUT " + ROOM + "/members/x",
                    "PUT " + ROOM + "/bans/x",
                    "PUT " + ROOM + "/mutes/x");

    @ParameterizedTest
    @CsvSource({
        "multipart/form-data, 415",
        "multipart/form-data; boundary=x, 415",
        "application/*, 415",
        "application/*+json, 415",
        "*/*, 415",
        "text/plain, 415",
        "application/x-www-form-urlencoded, 415",
        "application/json;charset=none-such, 415",
        "json, 415",
        "application/json;charset=utf-16, 400",
        "application/json;charset=iso-8859-1, 400"
    })
    void refusesBodiesThatAreNotSaidToBeJson(String type, int status) {
        Http someone = someone();

        for (String call : CALLS_WITH_A_BODY) {
            problem(
                    someone.send(
                            someone.request(call.substring(call.indexOf(' ') + 1))
                                    .header("Content-Type", type)
                                    .method(
                                            call.substring(0, call.indexOf(' ')),
                                            BodyPublishers.ofString("%zz=%zz"))),
                    status,
                    "invalid-request");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "ISO-8859-1"})
    void refusesJsonThatIsNotUtf8(String charset) {
        Http someone = someone();
        byte[] body =
                "{\"name\":\"Caf\u00e9\",\"kind\":\"PUBLIC\"}".getBytes(Charset.forName(charset));

        problem(
                someone.send(
                        someone.request("/api/rooms")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofByteArray(body))),
                400,
                "invalid-request");
    }

    @Test
    void takesJsonThatIsSaidToBeUtf8() {
        Http someone = someone();
        byte[] body =
                "{\"name\":\"Caf\u00e9\",\"kind\":\"PUBLIC\"}".getBytes(StandardCharsets.UTF_8);

        for (String type : List.of("application/json", "Application/JSON; charset=\"UTF-8\"")) {
            assertThat(
                            someone.send(
                                            someone.request("/api/rooms")
                                                    .header("Content-Type", type)
                                                    .POST(BodyPublishers.ofByteArray(body)))
                                    .text("name"))
                    .isEqualTo("Caf\u00e9");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/rooms?cursor=%ff%ff",
                "/api/rooms?limit=%ff",
                "/api/rooms?%ff=1",
                "/api/rooms/discover?query=%ff",
                "/api/rooms/discover?query=%ed%a0%80",
                "/api/members?query=%ff",
                "/api/members?query=%zz",
                "/api/members?query=a&cursor=%c0%80",
                ROOM + "/members?cursor=%ff",
                ROOM + "/bans?cursor=%ff"
            })
    void refusesParametersThatAreNotText(String path) {
        Http someone = someone();

        // Raw, since half of these are no URI to a client library.
        rawProblem(
                RawHttp.send(
                        someone, "GET " + path + " HTTP/1.1\r\n" + authorized(someone) + "\r\n"),
                400,
                "invalid-request");
    }

    @Test
    void refusesASessionThatIsNotText() {
        problem(
                http().post(
                                "/api/auth/login?session=%ff",
                                "{\"username\":\"a\",\"password\":\"b\"}"),
                400,
                "invalid-request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST  | /api/auth/login           | {'username':'KNOWN','password':'\\ud800'}",
                "POST  | /api/auth/login           | {'username':'nobody','password':'\\ud800'}",
                "POST  | /api/auth/login           | {'username':'\\udc00','password':'x'}",
                "POST  | /api/auth/register        | {'username':'a\\ud800bc',REST}",
                "POST  | /api/auth/register        | {'username':'u','displayName':'\\ud800',REST}",
                "POST  | /api/auth/register        | {'username':'ufree1','displayName':'A','password':'\\ud800 abcdefghij'}",
                "POST  | /api/auth/register        | {'username':'ufree2','displayName':'A\\udfff',REST}",
                "POST  | /api/auth/register        | {'username':'ufree3','displayName':'A','invitation':'\\ud800',REST}",
                "POST  | /api/auth/refresh         | {'refreshToken':'\\ud800'}",
                "POST  | /api/auth/logout          | {'refreshToken':'\\ud800'}",
                "PUT   | /api/members/me/password  | {'old':'\\ud800','new':'another good one'}",
                "PUT   | /api/members/me/password  | {'old':'a good one to keep','new':'\\udc00\\ud800 abcdefgh'}",
                "PATCH | /api/members/me           | {'displayName':'a\\ud800'}",
                "PATCH | /api/members/me           | {'avatarUrl':'https://example.org/\\ud800'}",
                "POST  | /api/rooms                | {'name':'\\ud800','kind':'PUBLIC'}",
                "POST  | /api/rooms                | {'name':'a','kind':'\\ud800'}",
                "POST  | /api/rooms                | {'name':'a','kind':'PUBLIC','members':['\\ud800']}",
                "POST  | /api/rooms                | {'\\ud800':1}",
                "POST  | /api/rooms                | {'LONG\\ud83d\\ude80':1}",
                "POST  | /api/rooms                | {'members':{'\\ud800':1}}"
            })
    void refusesStringsThatAreNoText(String method, String path, String body) {
        Http someone = someone();
        String json =
                body.replace("KNOWN", someone.username())
                        .replace("REST", "'password':'a good one to keep'")
                        .replace("LONG", "x".repeat(63))
                        .replace('\'', '"');

        problem(someone.send(method, path, json), 400, "invalid-request");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/rooms/%ff",
        "PATCH, /api/rooms/%ff",
        "DELETE, /api/rooms/%ff",
        "GET, /api/rooms/%ff/members",
        "PUT, /api/rooms/%ff/members/me",
        "DELETE, /api/rooms/%ff/members/me",
        "GET, /api/rooms/%ff/bans",
        "PUT, /api/rooms/%ed%a0%80/bans/x",
        "GET, /api/rooms/%zz",
        "GET, /api/rooms/%00",
        "GET, /api/rooms/a%2fb",
        "GET, /api/rooms/a%5cb",
        "GET, /api/%2e%2e/%2e%2e/x",
        "GET, /../x",
        "GET, /api/rooms/a\\b",
        "GET, /api/rooms/{}",
        "GET, api",
        "GET, *"
    })
    void refusesPathsThatAreNone(String method, String path) {
        Http someone = someone();

        rawProblem(
                RawHttp.send(
                        someone,
                        method + " " + path + " HTTP/1.1\r\n" + authorized(someone) + "\r\n"),
                400,
                "invalid-request");
    }

    @ParameterizedTest
    @CsvSource({
        "400, GET /api/rooms, Host: x; X: LONG",
        "400, GET /api/rooms, Host: x; MANY",
        "400, GET /LONG, Host: x",
        "400, GET /api/rooms, A: b",
        "400, GET /api/rooms, Host: x; Host: y",
        "400, GET /api/rooms, Host: [",
        "400, GET /api/rooms, Host: x; A B: c",
        "400, G@T /api/rooms, Host: x",
        "405, TRACE /api/rooms, Host: x; Connection: close",
        "400, POST /api/auth/login, Host: x; Content-Length: x",
        "501, POST /api/auth/login, Host: x; Transfer-Encoding: none"
    })
    void refusesWhatIsNotHttp(int status, String line, String headers) {
        String request =
                "%s HTTP/1.1\r\n%s\r\n\r\n"
                        .formatted(line, headers)
                        .replace("; ", "\r\n")
                        .replace("LONG", "x".repeat(40_000))
                        .replace("MANY", "A: b\r\n".repeat(200) + "B: c");

        rawProblem(RawHttp.send(http(), request), status, "invalid-request");
    }

    @Test
    void refusesAVersionOfHttpThatIsNotSpoken() {
        rawProblem(
                RawHttp.send(http(), "GET /api/rooms HTTP/3.0\r\nHost: x\r\n\r\n"),
                505,
                "invalid-request");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/auth/login, application/json, 400",
        "POST, /api/auth/login, application/x-www-form-urlencoded, 415",
        "PUT, /api/members/me/password, application/json, 400",
        "PATCH, /api/members/me, application/x-www-form-urlencoded, 415",
        "PUT, /api/rooms/00000000-0000-4000-8000-000000000000/bans/x, application/json, 400"
    })
    void refusesChunksThatAreNone(String method, String path, String type, int status) {
        Http someone = someone();

        rawProblem(
                RawHttp.send(
                        someone,
                        method
                                + " "
                                + path
                                + " HTTP/1.1\r\n"
                                + authorized(someone)
                                + "Content-Type: "
                                + type
                                + "\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"),
                status,
                "invalid-request");
    }

    @Test
    void keepsTheTraceOfTheCallerWherePathsAreNone() {
        String trace = "0af7651916cd43dd8448eb211c80319c";

        RawHttp.Answer answer =
                RawHttp.send(
                        http(),
                        """
                        GET /api/rooms/%%ff HTTP/1.1\r
                        Host: x\r
                        Connection: close\r
                        traceparent: 00-%s-b7ad6b7169203331-01\r
                        \r
                        """
                                .formatted(trace));

        assertThat(answer.body().get("traceId").asString()).isEqualTo(trace);
    }

    private static String authorized(Http someone) {
        return "Host: x\r\nConnection: close\r\nAuthorization: Bearer "
                + someone.accessToken()
                + "\r\n";
    }

    private static void rawProblem(RawHttp.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.content()).isEqualTo(status);
        assertThat(answer.head()).containsIgnoringCase("content-type: application/problem+json");
        assertThat(answer.body().propertyNames())
                .containsExactlyInAnyOrder("type", "title", "status", "detail", "code", "traceId");
        assertThat(answer.body().get("code").asString()).isEqualTo(code);
        assertThat(answer.body().get("status").asInt()).isEqualTo(status);
        assertThat(answer.body().get("traceId").asString()).matches("[0-9a-f]{32}");
        assertThat(answer.content())
                .doesNotContain("Exception", "dev.roomlog.", "org.apache", "Tomcat");
    }
}

package dev.roomlog.gateway;

import static dev.roomlog.gateway.SecurityIT.assertProblem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;

class ErrorsIT {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/api/nothing",
                "/apifoo",
                "/actuator",
                "/actuator/health",
                "/actuator/gateway/routes",
                "/application.yaml",
                "/ws/info"
            })
    void unknownAddressesAreNotFound(String path) throws Exception {
        assertProblem(gateway.send(gateway.member(path)), 404, "not-found");
    }

    @Test
    void thePageIsServedAndTakesNoOtherMethod() throws Exception {
        HttpResponse<String> page = gateway.send(gateway.stranger("/"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>Roomlog").doesNotContain("<style", "onclick");
        assertThat(gateway.send(gateway.stranger("/api.html")).statusCode()).isEqualTo(200);

        HttpResponse<String> posted =
                gateway.send(gateway.stranger("/page.css").POST(BodyPublishers.noBody()));
        assertProblem(posted, 405, "invalid-request");
        assertThat(posted.headers().firstValue("allow").orElse("")).contains("GET");
    }

    @Test
    void healthAndMetricsAreOnTheManagementPortOnly() throws Exception {
        for (String path :
                List.of(
                        "/actuator/health/liveness",
                        "/actuator/health/readiness",
                        "/actuator/prometheus")) {
            HttpResponse<String> answer =
                    gateway.send(
                            HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:"
                                                    + gateway.managementPort()
                                                    + path)));
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body()).containsAnyOf("UP", "roomlog_gateway_sockets");
        }
    }

    @Test
    void anErrorNamesTheTraceItBelongsTo() throws Exception {
        HttpResponse<String> answer =
                gateway.send(
                        gateway.stranger("/api/rooms")
                                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01"));

        assertThat(answer.body()).contains("\"traceId\":\"" + TRACE + "\"");
    }

    @Test
    void everyRequestIsForwardedWithOneValidTrace() throws Exception {
        gateway.send(gateway.member("/api/rooms"));
        assertThat(rooms.received.getLast().headers().get("traceparent"))
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");

        gateway.send(gateway.member("/api/rooms").header("traceparent", "nonsense"));
        assertThat(rooms.received.getLast().headers().get("traceparent"))
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");

        String own = "00-" + TRACE + "-00f067aa0ba902b7-01";
        gateway.send(gateway.member("/api/rooms").header("traceparent", own));
        assertThat(rooms.received.getLast().headers()).containsEntry("traceparent", own);
    }

    @Test
    void answersWhatSpringNeverSees() throws Exception {
        assertRaw("GET /" + "a".repeat(10_000) + " HTTP/1.1\r\nHost: x\r\n\r\n", 413, "too-large");
        assertRaw(
                "GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "a".repeat(20_000) + "\r\n\r\n",
                413,
                "too-large");
        assertRaw(
                "GET / HTTP/1.1\r\nHost: x\r\n" + "X-Short: y\r\n".repeat(100) + "\r\n",
                413,
                "too-large");
        assertRaw("GET / HTTP/1.1\r\n\r\n", 400, "invalid-request");
        assertRaw("GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400, "invalid-request");
        assertRaw("GET / HTTP/1.1\r\nHost: x\r\nExpect: foo\r\n\r\n", 400, "invalid-request");
        assertRaw("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400, "invalid-request");
        assertRaw("this is no HTTP\r\n\r\n", 400, "invalid-request");
        assertRaw("GET /api//rooms HTTP/1.1\r\nHost: x\r\n\r\n", 400, "invalid-request");
        assertRaw("GET /api/..%2f HTTP/1.1\r\nHost: x\r\n\r\n", 400, "invalid-request");
    }

    private static void assertRaw(String request, int status, String code) throws IOException {
        try (RawClient client = RawClient.request(gateway.port(), request)) {
            assertThat(client.status()).as(request.substring(0, 14)).isEqualTo(status);
            assertThat(client.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(client.body()).contains("\"code\":\"" + code + "\"");
        }
    }
}

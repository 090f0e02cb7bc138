package dev.roomlog.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

class RoutingIT {

    private static final String ROOM = "/api/rooms/5d2c8a8e-9f8e-4d8e-8f43-0d3b2a6a1c11";

    static UpstreamService roomsA;
    static UpstreamService roomsB;
    static UpstreamService messages;
    static RunningGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        roomsA = new UpstreamService("rooms A");
        roomsB = new UpstreamService("rooms B");
        messages = new UpstreamService("messages");
        gateway =
                new RunningGateway(
                        List.of(roomsA.base(), roomsB.base()),
                        List.of(messages.base()),
                        List.of("http://127.0.0.1:1"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        roomsA.close();
        roomsB.close();
        messages.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/rooms, rooms",
        "GET, /api/rooms/discover?query=a, rooms",
        "GET, /api/rooms/R, rooms",
        "GET, /api/rooms/R/members, rooms",
        "PUT, /api/rooms/R/members/me, rooms",
        "DELETE, /api/rooms/R/bans/m-2, rooms",
        "GET, /api/members/me, rooms",
        "POST, /api/auth/login, rooms",
        "GET, /api/auth/config, rooms",
        "GET, /api/rooms/R/messages?limit=3, messages",
        "POST, /api/rooms/R/messages, messages",
        "DELETE, /api/rooms/R/messages/M, messages",
        "PUT, /api/rooms/R/messages/M/reactions/%F0%9F%91%8D, messages",
        "PUT, /api/rooms/R/read, messages",
        "GET, /api/unread, messages",
        "GET, /api/search?q=a%20b%2Bc, messages",
    })
    void routesEachPathToItsService(String method, String path, String service) throws Exception {
        String target = path.replace("/R", ROOM.substring(ROOM.lastIndexOf('/')));

        HttpResponse<String> answer =
                gateway.send(gateway.member(target).method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith(service);
        UpstreamService upstream =
                answer.body().equals("messages")
                        ? messages
                        : answer.body().equals("rooms A") ? roomsA : roomsB;
        assertThat(upstream.received.getLast().method()).isEqualTo(method);
        assertThat(upstream.received.getLast().path()).isEqualTo(target);
    }

    @Test
    void instancesTakeTurns() throws Exception {
        List<HttpResponse<String>> answers = gateway.sendTimes(6, gateway.member("/api/rooms"));

        assertThat(answers)
                .extracting(HttpResponse::body)
                .containsOnly("rooms A", "rooms B")
                .filteredOn("rooms A"::equals)
                .hasSize(3);
    }

    @Test
    void skipsAnInstanceThatIsAwayAndTakesItBack() throws Exception {
        roomsB.stop();
        try {
            // From the first call on: nobody has to wait for the probe, not even a POST.
            for (int i = 0; i < 10; i++) {
                HttpResponse<String> answer =
                        gateway.send(
                                gateway.member("/api/rooms").POST(BodyPublishers.ofString("{}")));
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo("rooms A");
            }
        } finally {
            roomsB.startAgain();
        }

        await().atMost(Duration.ofSeconds(3))
                .until(() ->
                        gateway.sendTimes(2, gateway.member("/api/rooms")).stream()
                                .anyMatch(answer -> answer.body().equals("rooms B")));
    }

    @Test
    void saysThatAServiceIsAwayAndFindsItAgain() throws Exception {
        messages.stop();
        try {
            long began = System.nanoTime();
            HttpResponse<String> answer = gateway.send(gateway.member("/api/unread"));

            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofMillis(1_500));
            assertUnavailable(answer);
            await().atMost(Duration.ofSeconds(3))
                    .untilAsserted(() ->
                            assertThat(gateway.send(gateway.stranger("/status")).body())
                                    .contains("\"message-service\":\"away\"")
                                    .contains("\"room-service\":\"up\""));
        } finally {
            messages.startAgain();
        }

        await().atMost(Duration.ofSeconds(3))
                .until(() -> gateway.send(gateway.member("/api/unread")).statusCode() == 200);
    }

    @Test
    void aSlowServiceDelaysNobodyElse() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> slow =
                IntStream.range(0, 100)
                        .mapToObj(i ->
                                gateway.client()
                                        .sendAsync(
                                                gateway.member("/api/unread?slow").build(),
                                                HttpResponse.BodyHandlers.ofString()))
                        .toList();

        long began = System.nanoTime();
        gateway.sendTimes(20, gateway.member("/api/rooms"));
        gateway.sendTimes(20, gateway.member("/api/unread"));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
        assertThat(slow)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    }

    @Test
    void asksOnceAndSaysSoWhenNoAnswerComes() throws Exception {
        int before = roomsA.received.size() + roomsB.received.size();

        HttpResponse<String> answer =
                gateway.send(gateway.member("/api/rooms?hang").POST(BodyPublishers.ofString("{}")));

        assertUnavailable(answer);
        assertThat(roomsA.received.size() + roomsB.received.size()).isEqualTo(before + 1);
    }

    @Test
    void asksAHungServiceNoLongerUntilItAnswersAgain() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> hanging =
                IntStream.range(0, 20)
                        .mapToObj(i ->
                                gateway.client()
                                        .sendAsync(
                                                gateway.member("/api/unread?hang").build(),
                                                HttpResponse.BodyHandlers.ofString()))
                        .toList();
        assertThat(hanging).allSatisfy(answer -> assertUnavailable(answer.join()));
        int before = messages.received.size();

        assertUnavailable(gateway.send(gateway.member("/api/unread")));

        assertThat(messages.received).hasSize(before);
        await().atMost(Duration.ofSeconds(4))
                .until(() -> gateway.send(gateway.member("/api/unread")).statusCode() == 200);
    }

    @Test
    void neverRepeatsAPostWhoseConnectionBrokeOff() throws Exception {
        int before = roomsA.received.size() + roomsB.received.size();

        HttpResponse<String> answer =
                gateway.send(
                        gateway.member("/api/rooms?break").POST(BodyPublishers.ofString("{}")));

        assertUnavailable(answer);
        assertThat(roomsA.received.size() + roomsB.received.size()).isEqualTo(before + 1);
    }

    @Test
    void passesTheErrorsOfServicesOnUnchanged() throws Exception {
        HttpResponse<String> answer = gateway.send(gateway.member("/api/unread?refuse"));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo(UpstreamService.PROBLEM);
        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/problem+json");
    }

    private static void assertUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(answer.headers().firstValue("retry-after")).contains("2");
        assertThat(answer.body()).contains("\"code\":\"service-unavailable\"");
    }
}

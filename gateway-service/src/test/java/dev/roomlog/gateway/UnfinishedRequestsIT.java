package dev.roomlog.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Clients that begin a request and do not end it, or not as HTTP has it. */
@ExtendWith(OutputCaptureExtension.class)
class UnfinishedRequestsIT {

    private static final String LOGIN = "POST /api/auth/login HTTP/1.1\r\nHost: x\r\n";
    private static final String HALF_A_BODY = LOGIN + "Content-Length: 100\r\n\r\n{";

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

    @AfterEach
    void nobodyElseNotices() throws Exception {
        HttpResponse<String> answer = gateway.send(gateway.stranger("/api/auth/config"));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HALF_A_BODY,
                LOGIN + "Transfer-Encoding: chunked\r\n\r\n5\r\nab",
                LOGIN + "Transfer-Encoding: chunked\r\n\r\nZZ\r\nabcdef\r\n",
                LOGIN + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\nZZ\r\n",
                LOGIN + "X",
                "GET"
            })
    void isTold(String request, CapturedOutput output) throws IOException {
        int before = rooms.received.size();

        try (RawClient client = RawClient.request(gateway.port(), request)) {
            assertRefused(client);
        }

        assertThat(rooms.received).hasSize(before);
        assertThat(output).doesNotContain("ERROR", "already sent");
    }

    private static void assertRefused(RawClient client) throws IOException {
        assertThat(client.status()).isEqualTo(400);
        assertThat(client.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(client.body()).contains("\"code\":\"invalid-request\"");
        assertThat(client.isClosedByPeer()).isTrue();
    }

    @Test
    void isNoFaultOfTheService() {
        // As many as would open its circuit breaker.
        Executor threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());
        List<CompletableFuture<Integer>> statuses =
                Stream.generate(() ->
                                CompletableFuture.supplyAsync(
                                        UnfinishedRequestsIT::statusOfHalfABody, threads))
                        .limit(10)
                        .toList();

        assertThat(statuses).allSatisfy(status -> assertThat(status.join()).isEqualTo(400));
    }

    private static int statusOfHalfABody() {
        try (RawClient client = RawClient.request(gateway.port(), HALF_A_BODY)) {
            return client.status();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {HALF_A_BODY, LOGIN + "Transfer-Encoding: chunked\r\n\r\n5\r\nab"})
    void leavesNoStackTraceWhenTheClientHangsUp(String request, CapturedOutput output)
            throws IOException {
        try (Socket client = open()) {
            client.getOutputStream().write(request.getBytes(ISO_8859_1));
        }

        await().during(Duration.ofSeconds(1))
                .until(() -> !output.toString().contains("Server Error"));
    }

    @Test
    void isNotKeptByDrippingItsHead() throws IOException {
        try (Socket client = open()) {
            client.getOutputStream().write("GET / HTTP/1.1\r\nX: ".getBytes(ISO_8859_1));

            await().atMost(Duration.ofSeconds(5))
                    .until(() -> {
                        boolean told = client.getInputStream().available() > 0;
                        if (!told) {
                            client.getOutputStream().write('y');
                        }
                        return told;
                    });
        }
    }

    @Test
    void isNotKeptByASecondHead() throws IOException {
        String whole = "GET /api/auth/config HTTP/1.1\r\nHost: x\r\n\r\n";
        try (RawClient client = RawClient.request(gateway.port(), whole)) {
            assertThat(client.body()).isEqualTo("rooms");

            client.write("GET /api/auth/config HTTP/1.1\r\n");

            assertThat(client.readHead()).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void closesAConnectionThatNeverAsksAnything() throws IOException {
        try (Socket client = open()) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    /** The answer to what was asked first comes first, and whole. */
    @Test
    void waitsForTheAnswerUnderWay() throws IOException {
        String slow =
                "GET /api/rooms?slow HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(gateway.tokens.valid());
        for (String next : List.of("GET /api", "no HTTP\r\n\r\n")) {
            try (RawClient client = RawClient.request(gateway.port(), slow + next)) {
                assertThat(client.status()).isEqualTo(200);
                assertThat(client.body()).isEqualTo("rooms");
            }
        }
    }

    private static Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        socket.setSoTimeout(10_000);
        return socket;
    }
}

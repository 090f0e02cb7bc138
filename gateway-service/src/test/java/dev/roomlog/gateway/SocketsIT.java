package dev.roomlog.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.roomlog.gateway.Frames.Frame;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

class SocketsIT {

    static UpstreamEdge edgeA;
    static UpstreamEdge edgeB;
    static RunningGateway gateway;

    private final List<RawClient> clients = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        edgeA = new UpstreamEdge("A");
        edgeB = new UpstreamEdge("B");
        gateway =
                new RunningGateway(
                        List.of("http://127.0.0.1:1"),
                        List.of("http://127.0.0.1:1"),
                        List.of(edgeA.base(), edgeB.base()));
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        edgeA.close();
        edgeB.close();
    }

    /** What an earlier test left or killed is gone or back, and the gateway knows. */
    @BeforeEach
    void bothEdgesServe() throws IOException {
        edgeA.restore();
        edgeB.restore();
        await().until(() -> {
            RawClient first = connect();
            RawClient second = connect();
            boolean both =
                    first.status() == 101
                            && second.status() == 101
                            && !first.ask("name").equals(second.ask("name"));
            closeAll();
            return both;
        });
        await().until(() -> edgeA.open.isEmpty() && edgeB.open.isEmpty());
        edgeA.forget();
        edgeB.forget();
    }

    @AfterEach
    void closeAll() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        clients.clear();
    }

    private RawClient connect(String... headers) throws IOException {
        RawClient client = RawClient.socket(gateway.port(), headers);
        clients.add(client);
        return client;
    }

    @Test
    void twoSocketsLandOnDifferentEdges() throws Exception {
        RawClient first = connect();
        RawClient second = connect();

        assertThat(List.of(first.ask("name"), second.ask("name")))
                .containsExactlyInAnyOrder("A", "B");
        assertThat(first.ask("hello")).isEqualTo("hello");
    }

    @Test
    void aNewSocketGoesWhereTheFewestAre() throws Exception {
        List<RawClient> onA = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            RawClient client = connect();
            if (client.ask("name").equals("A")) {
                onA.add(client);
            }
        }
        assertThat(onA).hasSize(3);
        for (RawClient client : onA) {
            client.close();
        }
        await().until(edgeA.open::isEmpty);

        assertThat(List.of(connect().ask("name"), connect().ask("name"), connect().ask("name")))
                .containsOnly("A");
    }

    @Test
    void theEdgeChoosesTheSubProtocol() throws Exception {
        RawClient client = connect("Sec-WebSocket-Protocol: v10.stomp, v12.stomp, other");

        assertThat(client.status()).isEqualTo(101);
        assertThat(client.header("Sec-WebSocket-Protocol")).isEqualTo("v12.stomp");
        assertThat(client.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(connect().header("Sec-WebSocket-Protocol")).isEmpty();
    }

    @Test
    void whatTheEdgeRefusesIsRefused() throws Exception {
        RawClient client = connect("Sec-WebSocket-Protocol: chat");

        assertThat(client.status()).isEqualTo(400);
        assertThat(client.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(client.body()).isEqualTo(UpstreamEdge.REFUSAL);
    }

    @Test
    void closeCodesAndReasonsPassBothWays() throws Exception {
        RawClient told = connect();
        told.text("close 1012 this edge is leaving");
        Frame close = told.read();
        assertThat(close.opcode).isEqualTo(Frames.CLOSE);
        assertThat(close.closeCode()).isEqualTo(1012);
        assertThat(close.closeReason()).isEqualTo("this edge is leaving");
        assertThat(told.isClosedByPeer()).isTrue();

        RawClient telling = connect();
        telling.frame(Frames.CLOSE, Frames.closePayload(4001, "enough"));
        assertThat(telling.read().closeCode()).isEqualTo(4001);
        assertThat(edgeA.closeCodes.isEmpty() ? edgeB.closeCodes : edgeA.closeCodes)
                .containsExactly(4001);
    }

    @Test
    void aFrameOverTheLimitGetsTheEdgesOwnAnswer() throws Exception {
        RawClient client = connect();

        client.frame(Frames.TEXT, new byte[70 * 1024]);

        assertThat(client.read().text()).isEqualTo("ERROR too-large");
        assertThat(client.read().closeCode()).isEqualTo(1009);
    }

    @Test
    void textThatIsNoUtf8Ends1007AndTouchesNoNeighbour() throws Exception {
        RawClient neighbour = connect();
        RawClient sameEdge = connect();
        RawClient broken = connect();

        broken.frame(Frames.TEXT, new byte[] {'a', (byte) 0xC3, (byte) 0x28});

        assertThat(broken.read().closeCode()).isEqualTo(1007);
        assertThat(broken.isClosedByPeer()).isTrue();
        assertThat(neighbour.ask("still here")).isEqualTo("still here");
        assertThat(sameEdge.ask("me too")).isEqualTo("me too");
    }

    @Test
    void whenAnEdgeDiesItsSocketsCloseAndNewOnesGoElsewhere() throws Exception {
        RawClient first = connect();
        RawClient second = connect();
        RawClient onB = first.ask("name").equals("B") ? first : second;
        RawClient onA = onB == first ? second : first;
        assertThat(onB.ask("name")).isEqualTo("B");

        long began = System.nanoTime();
        edgeB.kill();

        assertThat(onB.isClosedByPeer()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        assertThat(onA.ask("alive")).isEqualTo("alive");
        assertThat(connect().ask("name")).isEqualTo("A");
        assertThat(connect().ask("name")).isEqualTo("A");

        edgeB.startAgain();
        await().atMost(Duration.ofSeconds(5)).until(() -> connect().ask("name").equals("B"));
    }

    @Test
    void whenAClientGoesItsEdgeLearnsOfIt() throws Exception {
        RawClient client = connect();
        UpstreamEdge edge = client.ask("name").equals("A") ? edgeA : edgeB;

        client.close();

        await().atMost(Duration.ofSeconds(2)).until(() -> edge.open.isEmpty());
    }

    @Test
    void aClientThatDoesNotReadHoldsItsEdgeBackNotTheGatewaysMemory() throws Exception {
        RawClient client = connect();
        UpstreamEdge edge = client.ask("name").equals("A") ? edgeA : edgeB;

        client.text("flood");
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(10))
                .until(new Unchanged(edge));

        // 128 MiB were to come; what is under way fits into socket buffers.
        assertThat(edge.flooded.get()).isLessThan(1_000);
        for (int i = 0; i < 4096; i++) {
            assertThat(client.read().payload).hasSize(32 * 1024);
        }
        assertThat(client.ask("dry")).isEqualTo("dry");
    }

    /** True while the edge gets rid of nothing more. */
    private static final class Unchanged implements Callable<Boolean> {
        private final UpstreamEdge edge;
        private long last = -1;

        Unchanged(UpstreamEdge edge) {
            this.edge = edge;
        }

        @Override
        public Boolean call() {
            long now = edge.flooded.get();
            boolean unchanged = now == last;
            last = now;
            return unchanged;
        }
    }

    @Test
    void withoutAnyEdgeSaysSo() throws Exception {
        edgeA.kill();
        edgeB.kill();

        RawClient client = connect();

        assertThat(client.status()).isEqualTo(503);
        assertThat(client.header("Retry-After")).isEqualTo("2");
        assertThat(client.body()).contains("\"code\":\"service-unavailable\"");
    }

    @Test
    void refusesForeignPagesAndPlainRequests() throws Exception {
        RawClient foreign = connect("Origin: https://evil.example");
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign.body()).contains("\"code\":\"forbidden\"");
        assertThat(edgeA.heads).isEmpty();
        assertThat(edgeB.heads).isEmpty();

        assertThat(connect("Origin: " + RunningGateway.ORIGIN).status()).isEqualTo(101);
        assertThat(gateway.send(gateway.stranger("/ws")).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sec-WebSocket-Version: 13 |                            | 400",
                "Sec-WebSocket-Version: 13 | Sec-WebSocket-Version: 8   | 426",
                "Sec-WebSocket-Version: 13 | Sec-WebSocket-Version: 14  | 426",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== |                          | 400",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | Sec-WebSocket-Key: abc== | 400",
                "Connection: Upgrade       | Connection: keep-alive     | 400",
                "Upgrade: websocket        | Upgrade: h2c               | 400",
                "GET                       | POST                       | 400",
                "HTTP/1.1                  | HTTP/1.0                   | 400",
            })
    void judgesAHandshakeBeforeAnyEdgeSeesIt(String part, @Nullable String instead, int status)
            throws Exception {
        String request = RawClient.handshake();
        assertThat(request).contains(part);

        RawClient client =
                RawClient.request(
                        gateway.port(),
                        instead == null
                                ? request.replace(part + "\r\n", "")
                                : request.replace(part, instead));
        clients.add(client);

        assertThat(client.status()).isEqualTo(status);
        assertThat(client.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(client.header("Sec-WebSocket-Version")).isEqualTo(status == 426 ? "13" : "");
        assertThat(client.body()).contains("\"code\":\"invalid-request\"", "\"status\":" + status);
        assertThat(edgeA.heads).isEmpty();
        assertThat(edgeB.heads).isEmpty();
    }

    @Test
    void anEdgeThatHangsUpOnOneClientIsAskedForTheNext() throws Exception {
        edgeA.hangsUp = true;
        assertThat(connect().ask("name")).isEqualTo("B");
        assertThat(connect().ask("name")).isEqualTo("B");
        edgeB.hangsUp = true;
        assertThat(connect().status()).isEqualTo(503);
        edgeA.hangsUp = false;
        edgeB.hangsUp = false;

        assertThat(connect().ask("name")).isEqualTo("A");
    }

    @Test
    void aSocketMayStayLongerThanARequestMayTake() throws Exception {
        RawClient client = connect();

        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(10))
                .until(() -> client.ask("still here").equals("still here"));
    }

    @Test
    void forwardsATraceAndNoClaims() throws Exception {
        RawClient client =
                connect("X-Real-IP: 1.2.3.4", "X-Forwarded-For: 1.2.3.4", "X-User-Id: admin");

        UpstreamEdge edge = client.ask("name").equals("A") ? edgeA : edgeB;
        assertThat(edge.heads.getLast())
                .startsWith("GET /ws HTTP/1.1")
                .containsIgnoringCase("traceparent: 00-")
                .containsIgnoringCase("x-real-ip: 127.0.0.1")
                .doesNotContain("1.2.3.4")
                .doesNotContainIgnoringCase("x-forwarded")
                .doesNotContainIgnoringCase("x-user");
        assertThat(UpstreamEdge.header(edge.heads.getLast(), "Host"))
                .isEqualTo(edge.base().substring("http://".length()));
    }
}

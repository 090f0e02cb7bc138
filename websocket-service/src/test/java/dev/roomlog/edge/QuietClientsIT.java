package dev.roomlog.edge;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/** Clients that come to no point, and those that say nothing any more. */
@ExtendWith(WithEdges.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuietClientsIT {

    private final Edges edges;
    private Edges.Edge edge;

    QuietClientsIT(Edges edges) {
        this.edges = edges;
    }

    @BeforeAll
    void startAnImpatientEdge() {
        edge = edges.start("--roomlog.edge.connect-within=2s", "--roomlog.edge.heart-beat=500ms");
        Edges.awaitReady(edge);
    }

    @AfterAll
    void stop() {
        edge.context().close();
    }

    @Test
    void answersAHandshakeThatComesByteByByte() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
            socket.setTcpNoDelay(true);
            for (byte each : WebSocketPeer.handshake().getBytes(US_ASCII)) {
                socket.getOutputStream().write(each);
            }

            assertThat(new String(socket.getInputStream().readNBytes(12), US_ASCII))
                    .isEqualTo("HTTP/1.1 101");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /ws HTTP/1.1\r\nHost: localhost\r\nX-Long: ",
                "POST /ws HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n",
                "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n",
            })
    void cutsOffAConnectionThatBecomesNoWebSocket(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
            socket.setSoTimeout(100);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            boolean more = !request.isEmpty();

            patiently().until(() -> isCutOff(socket, more));
        }
    }

    private static boolean isCutOff(Socket socket, boolean more) throws IOException {
        try {
            if (more) {
                socket.getOutputStream().write('x');
            }
            return socket.getInputStream().read(new byte[4_096]) < 0;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (SocketException _) {
            return true;
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing                     |                       | ",
                "ends of lines               | 81 81 00000000 0a     | 81 81 00000000 0a",
                "pings                       | 89 80 00000000        | 89 80 00000000",
                "empty fragments             | 01 80 00000000        | 00 80 00000000",
                "a CONNECT that never ends   | 81 8a 00000000 434f4e4e4543540a783a | 81 81 00000000 78",
                "a message that never ends   | 81 fe ffff 00000000   | 0a",
            })
    void cutsOffWhoDoesNotConnect(String what, String first, String more) throws IOException {
        try (StompClient client = StompClient.open(edge.port())) {
            client.peer.bytes(bytes(first));

            patiently()
                    .ignoreException(SocketException.class)
                    .until(() -> {
                        boolean closed = client.peer.closed.isDone();
                        if (!closed) {
                            client.peer.bytes(bytes(more));
                        }
                        return closed;
                    });

            client.assertRefusedAndClosed("unauthorized", 1008);
        }
    }

    private static byte[] bytes(String hex) {
        return hex == null ? new byte[0] : HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @Test
    void beatsWhenNegotiatedAndClosesOnSilence() throws IOException {
        try (StompClient client = connect("heart-beat:500,500")) {
            assertThat(client.nextMessage()).isEqualTo("\n");
            client.assertClosed(1008);
        }
    }

    @Test
    void keepsWhoBeats() throws IOException {
        try (StompClient client = connect("heart-beat:500,500")) {
            // Each beat of the edge is answered: together three times as long as silence may last.
            for (int i = 0; i < 6; i++) {
                assertThat(client.nextMessage()).isEqualTo("\n");
                client.peer.text("\n");
            }

            client.subscribeToErrors();
        }
    }

    @Test
    void takesThePartsOfAMessageForSignsOfLife() throws IOException {
        try (StompClient client = connect("heart-beat:500,500")) {
            byte[] frame =
                    "SUBSCRIBE\nid:e\ndestination:/user/queue/errors\nreceipt:r\n\n\0"
                            .getBytes(UTF_8);
            client.peer.bytes(bytes("81 %x 00000000".formatted(0x80 | frame.length)));
            for (int i = 0; i < frame.length; i++) {
                if (i < 6) {
                    assertThat(client.nextMessage()).isEqualTo("\n");
                }
                client.peer.bytes(new byte[] {frame[i]});
            }

            assertThat(client.next("RECEIPT").header("receipt-id")).isEqualTo("r");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"heart-beat:0,0", "heart-beat:0,600000", "heart-beat:600000,0"})
    void asksWhoPromisedLittleAndClosesWhenThereIsNoAnswer(String promised) throws Exception {
        try (StompClient client = connect(promised)) {
            for (int i = 0; i < 6; i++) {
                assertThat(client.peer.pings.poll(15, TimeUnit.SECONDS)).isNotNull();
            }
            client.subscribeToErrors();

            client.peer.vanish();

            client.assertClosed(1008);
        }
    }

    private StompClient connect(String heartBeat) throws IOException {
        return StompClient.connect(edge.port(), edges.tokens.of("alice"), heartBeat);
    }

    private static ConditionFactory patiently() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(100));
    }
}

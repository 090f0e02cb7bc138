package dev.roomlog.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;

import dev.roomlog.edge.StompClient.Received;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;

/** From the request to upgrade to CONNECTED. */
@ExtendWith(WithEdges.class)
class ConnectIT {

    private static final String LOCAL = "Origin: http://localhost:8080";

    private final Edges edges;

    ConnectIT(Edges edges) {
        this.edges = edges;
    }

    @Test
    void saysWhoIsConnectedUnderWhichVersion() throws IOException {
        try (StompClient client = StompClient.open(edges.a.port())) {
            client.send(
                    "CONNECT",
                    "",
                    "accept-version:1.0,1.1,1.2,9.9",
                    "host:x",
                    "Authorization:Bearer " + edges.tokens.of("alice"));

            Received connected = client.next("CONNECTED");

            assertThat(connected.header("version")).isEqualTo("1.2");
            assertThat(connected.header("user-name")).isEqualTo("alice");
            assertThat(connected.header("heart-beat")).isEqualTo("0,0");
            assertThat(connected.header("session")).isNotEmpty();
            assertThat(connected.header("server")).isNotEmpty();
        }
    }

    @Test
    void takesTheTokenAsPasscodeFromAnOldClient() throws IOException {
        try (StompClient client = StompClient.open(edges.a.port())) {
            client.send("CONNECT", "", "login:x", "passcode:" + edges.tokens.of("alice"));

            assertThat(client.next("CONNECTED").header("version")).isEqualTo("1.0");
        }
    }

    @Test
    void refusesForgedTokens() throws IOException, JOSEException {
        assertRefused(edges.tokens.unsigned("alice"), "unauthorized");
        assertRefused(edges.tokens.signedWithThePublicKeyAsSecret("alice"), "unauthorized");
        assertRefused(edges.tokens.signedByAnother("alice"), "unauthorized");
        assertRefused("not.a.token", "unauthorized");
        assertRefused("", "unauthorized");
    }

    @Test
    void acceptsAnExpiredTokenWithinTheGraceOnly() throws IOException {
        edges.connectWith(edges.a, edges.tokens.expired("alice", Duration.ofMinutes(59))).close();

        assertRefused(edges.tokens.expired("alice", Duration.ofMinutes(61)), "token-expired");
    }

    private void assertRefused(String token, String code) throws IOException {
        try (StompClient client = StompClient.open(edges.a.port())) {
            client.send("CONNECT", "", "accept-version:1.2", "Authorization:Bearer " + token);

            client.assertRefusedAndClosed(code, 1008);
        }
    }

    @Test
    void closesWhenTheTokenExpiresUnlessItWasRenewed() throws IOException {
        // The grace of an hour ends two seconds from now.
        String ending = edges.tokens.expired("alice", Duration.ofHours(1).minusSeconds(2));
        try (StompClient client = edges.connectWith(edges.a, ending);
                StompClient renewed = edges.connectWith(edges.a, ending)) {
            renewed.send(
                    "SEND",
                    "{\"accessToken\":\"" + edges.tokens.of("alice") + "\"}",
                    "destination:/app/session",
                    "receipt:renewed");
            renewed.next("RECEIPT");

            client.assertRefusedAndClosed("token-expired", 1008);

            renewed.subscribeToErrors();
        }
    }

    @Test
    void renewsOnlyForTheSameMember() throws IOException {
        try (StompClient client = edges.connect(edges.a, "alice")) {
            client.send(
                    "SEND",
                    "{\"accessToken\":\"" + edges.tokens.of("mallory") + "\"}",
                    "destination:/app/session");

            client.assertRefusedAndClosed("unauthorized", 1008);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUBSCRIBE", "SEND", "ACK", "DISCONNECT"})
    void refusesWhatComesBeforeConnect(String command) throws IOException {
        try (StompClient client = StompClient.open(edges.a.port())) {
            client.send(command, "", "id:0", "destination:/user/queue/errors", "receipt:r");

            Received error = client.assertRefusedAndClosed("unauthorized", 1008);
            assertThat(error.header("receipt-id")).isEqualTo("r");
        }
    }

    @Test
    void namesTheVersionsThatWouldDo() throws IOException {
        try (StompClient client = StompClient.open(edges.a.port())) {
            client.send(
                    "CONNECT",
                    "",
                    "accept-version:2.0",
                    "Authorization:Bearer " + edges.tokens.of("alice"));

            Received error = client.assertRefusedAndClosed("unsupported", 1002);
            assertThat(error.header("version")).isEqualTo("1.0,1.1,1.2");
        }
    }

    @Test
    void refusesToConnectTwice() throws IOException {
        try (StompClient client = edges.connect(edges.a, "alice")) {
            client.send(
                    "CONNECT",
                    "",
                    "accept-version:1.2",
                    "Authorization:Bearer " + edges.tokens.of("bob"));

            client.assertRefusedAndClosed("malformed-frame", 1002);
        }
    }

    @Test
    void answersDisconnectAndCloses() throws IOException {
        try (StompClient client = edges.connect(edges.a, "alice")) {
            client.send("DISCONNECT", "", "receipt:bye");

            assertThat(client.next("RECEIPT").header("receipt-id")).isEqualTo("bye");
            client.assertClosed(1000);
        }
    }

    @Test
    void choosesTheSubProtocolTheClientOffers() throws IOException {
        assertThat(ask("Sec-WebSocket-Protocol: chat, v11.stomp").head())
                .containsIgnoringCase("sec-websocket-protocol: v11.stomp");
        assertThat(ask().status()).isEqualTo(101);
    }

    @Test
    void acceptsNoExtensionThatIsOffered() throws IOException {
        WebSocketPeer.Answer answer =
                ask(
                        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
                        "Sec-WebSocket-Extensions: x-webkit-deflate-frame");

        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.head()).doesNotContainIgnoringCase("extensions");
    }

    @Test
    void refusesAClientThatSpeaksNoStomp() throws IOException {
        WebSocketPeer.Answer answer = ask("Sec-WebSocket-Protocol: mqtt, chat");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.head()).contains("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"invalid-request\"");
    }

    @Test
    void refusesPagesOfOtherOrigins() throws IOException {
        assertThat(ask(LOCAL).status()).isEqualTo(101);
        for (String origin :
                new String[] {"http://evil.example", "http://localhost:8081", "null"}) {
            WebSocketPeer.Answer answer = ask("Origin: " + origin);

            assertThat(answer.status()).as(origin).isEqualTo(403);
            assertThat(answer.body()).contains("\"code\":\"forbidden\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-WebSocket-Version: 13,, 400",
        "Sec-WebSocket-Version: 13, Sec-WebSocket-Version: 8, 426",
        "Sec-WebSocket-Version: 13, Sec-WebSocket-Version: x, 426",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==,, 400",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==, Sec-WebSocket-Key: AAAA, 400",
        "Connection: Upgrade,, 400",
    })
    void refusesAHandshakeThatIsNone(String line, @Nullable String instead, int status)
            throws IOException {
        String request = WebSocketPeer.handshake();
        assertThat(request).contains(line);

        WebSocketPeer.Answer answer =
                WebSocketPeer.ask(
                        edges.a.port(),
                        instead == null
                                ? request.replace(line + "\r\n", "")
                                : request.replace(line, instead));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.head()).contains("application/problem+json");
        assertThat(answer.head().contains("ec-WebSocket-Version: 13")).isEqualTo(status == 426);
        assertThat(answer.body()).contains("\"code\":\"invalid-request\"");
    }

    private WebSocketPeer.Answer ask(String... headers) throws IOException {
        return WebSocketPeer.askToUpgrade(edges.a.port(), headers);
    }
}

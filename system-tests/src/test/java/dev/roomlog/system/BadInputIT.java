package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** Whatever comes from outside gets its documented answer, and a neighbour notices nothing. */
@ExtendWith(SharedStack.class)
class BadInputIT {

    private final Installation roomlog;
    private final Member alice;
    private final String room;
    private StompUser neighbour;
    private StompUser.Inbox neighboursInbox;

    BadInputIT(Installation roomlog) {
        this.roomlog = roomlog;
        this.alice = roomlog.newMember("alice");
        this.room = roomlog.newRoom(alice, "PRIVATE");
        this.neighbour = roomlog.connect(alice);
        this.neighboursInbox = neighbour.subscribe(room);
    }

    @BeforeEach
    @AfterEach
    void neighbourChatsOn() {
        neighbour.sendAndAwait(room, "still here");
        assertThat(neighboursInbox.next("posted").text()).isEqualTo("still here");
    }

    @AfterEach
    void closeNeighbour() {
        neighbour.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "",
                "[]",
                "null",
                "{\"name\":\"x\",\"kind\":\"PUBLIC\",\"admin\":true}",
                "{\"name\":5,\"kind\":\"PUBLIC\"}",
                "{\"name\":{\"$gt\":\"\"},\"kind\":\"PUBLIC\"}",
                "{\"kind\":\"PUBLIC\"}",
                "{\"name\":\"\",\"kind\":\"PUBLIC\"}",
                "{\"name\":\"   \",\"kind\":\"PUBLIC\"}",
                "{\"name\":\"a\\u202eb\",\"kind\":\"PUBLIC\"}",
                "{\"name\":\"x\",\"kind\":\"SECRET\"}",
                "{\"name\":\"x\",\"kind\":\"PUBLIC\",\"slowModeSeconds\":301}",
                "{\"name\":\"x\",\"kind\":\"PUBLIC\",\"members\":\"bob\"}"
            })
    void aBadRoomIsRefused(String body) {
        roomlog.rest().post("/api/rooms", alice, body).expectProblem(400, "invalid-request");
    }

    @Test
    void anOverlongNameIsRefusedAndAnOverlongBodyToo() {
        String name = "x".repeat(65);
        roomlog.rest()
                .post("/api/rooms", alice, "{\"name\":\"%s\",\"kind\":\"PUBLIC\"}".formatted(name))
                .expectProblem(400, "invalid-request");
        roomlog.rest()
                .post("/api/rooms", alice, "{\"name\":\"%s\"}".formatted("x".repeat(200_000)))
                .expectProblem(413, "too-large");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0,invalid-request",
        "limit=-1,invalid-request",
        "limit=1000000000,invalid-request",
        "limit=x,invalid-request",
        "after=-1,invalid-position",
        "after=9007199254740992,invalid-position",
        "before=abc,invalid-position",
        "before=1&after=2,invalid-request"
    })
    void aBadPageIsRefused(String query, String code) {
        roomlog.rest()
                .get("/api/rooms/" + room + "/messages?" + query, alice)
                .expectProblem(400, code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/rooms/not-a-uuid",
                "/api/rooms/1-1-1-1-1",
                "/api/rooms/1-1-1-1-1/messages"
            })
    void aWrongUuidIsRefused(String path) {
        roomlog.rest().get(path, alice).expectProblem(400, "invalid-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/nothing", "/actuator/health", "/actuator", "/api"})
    void anUnknownPathIsNotFound(String path) {
        roomlog.rest().get(path, alice).expectProblem(404, "not-found");
    }

    @Test
    void forgedTokensAreRefusedByRestAndStomp() throws IOException, ParseException, JOSEException {
        ECKey key =
                JWKSet.load(roomlog.stack().publicKeys().toFile()).getKeys().getFirst().toECKey();
        JWTClaimsSet claims = SignedJWT.parse(alice.token()).getJWTClaimsSet();
        String none = new PlainJWT(claims).serialize();
        SignedJWT hmac =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(),
                        claims);
        hmac.sign(new MACSigner(key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));

        for (String forged : new String[] {none, hmac.serialize(), "x", alice.token() + "x"}) {
            roomlog.rest()
                    .get("/api/rooms", alice.withToken(forged))
                    .expectProblem(401, "unauthorized");
            roomlog.rest()
                    .get("/api/rooms/" + room + "/messages", alice.withToken(forged))
                    .expectProblem(401, "unauthorized");
            expectRefusedConnect(forged, "unauthorized");
        }
    }

    @Test
    void anExpiredTokenIsToldApart() throws IOException, ParseException, JOSEException {
        ECKey key = ECKey.parse(Files.readString(roomlog.stack().signingKey()));
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder(SignedJWT.parse(alice.token()).getJWTClaimsSet())
                        .expirationTime(Date.from(Instant.now().minus(Duration.ofHours(2))))
                        .build();
        SignedJWT expired =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                        claims);
        JWSSigner signer = new ECDSASigner(key);
        expired.sign(signer);

        roomlog.rest()
                .get("/api/rooms", alice.withToken(expired.serialize()))
                .expectProblem(401, "token-expired");
        expectRefusedConnect(expired.serialize(), "token-expired");
    }

    private void expectRefusedConnect(String token, String code) {
        try (RawSocket raw = RawSocket.open(roomlog.stack().gatewayUrl())) {
            raw.send(
                    "CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer "
                            + token
                            + "\n\n\0");
            expectErrorThenClose(raw, code, 1008);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'HELLO\n\n\0',malformed-frame,1002",
        "'SEND\nno colon\n\n\0',malformed-frame,1002",
        "'SEND\ndestination:\\t\n\n\0',malformed-frame,1002",
        "'SUBSCRIBE\ndestination:/topic/rooms/*\nid:0\n\n\0',unknown-destination,1002",
        "'SUBSCRIBE\ndestination:/queue/x\nid:0\n\n\0',unknown-destination,1002",
        "'SEND\ndestination:/app/nowhere\n\nhi\0',unknown-destination,1002",
        "'BEGIN\ntransaction:1\n\n\0',unsupported,1002",
        "'ACK\nid:1\n\n\0',unsupported,1002"
    })
    void aBrokenFrameIsAnErrorAndTheEnd(String frame, String code, int close) {
        try (RawSocket raw = RawSocket.open(roomlog.stack().gatewayUrl()).connect(alice.token())) {
            raw.send(frame);
            expectErrorThenClose(raw, code, close);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{\"text\":5}",
                "{\"text\":\"\"}",
                "{\"text\":\"x\",\"sender\":\"bob\"}",
                "{\"text\":\"a\\u0000b\"}",
                "{\"text\":\"\\ud800\"}",
                "{\"text\":{\"$gt\":\"\"}}",
                "{\"replyTo\":\"x\",\"text\":\"y\"}"
            })
    void aBadMessageIsRefusedOnTheErrorsQueueAndTheConnectionLives(String body) {
        try (RawSocket raw = RawSocket.open(roomlog.stack().gatewayUrl()).connect(alice.token())) {
            raw.send("SUBSCRIBE\ndestination:/user/queue/errors\nid:e\n\n\0");
            raw.send(
                    "SEND\ndestination:/app/rooms/"
                            + room
                            + "\nreceipt:r\ncontent-type:application/json\n\n"
                            + body
                            + "\0");
            String refused = raw.next().text();
            assertThat(refused)
                    .startsWith("MESSAGE\n")
                    .contains("\"code\":\"invalid-request\"", "\"receiptId\":\"r\"");

            raw.send("SEND\ndestination:/app/rooms/" + room + "\nreceipt:ok\n\nfine\0");
            assertThat(raw.next().text()).startsWith("RECEIPT\nreceipt-id:ok\nmessage-id:");
        }
        assertThat(neighboursInbox.next("posted").text()).isEqualTo("fine");
    }

    @Test
    void anOverlongTextIsTooLarge() {
        try (RawSocket raw = RawSocket.open(roomlog.stack().gatewayUrl()).connect(alice.token())) {
            raw.send("SEND\ndestination:/app/rooms/" + room + "\n\n" + "x".repeat(8_193) + "\0");
            expectErrorThenClose(raw, "too-large", 1009);
        }
    }

    @Test
    void aFrameOverTheLimitIsTooLarge() {
        try (RawSocket raw = RawSocket.open(roomlog.stack().gatewayUrl()).connect(alice.token())) {
            raw.send("SEND\ndestination:/app/rooms/" + room + "\n\n" + "x".repeat(66_000) + "\0");
            expectErrorThenClose(raw, "too-large", 1009);
        }
    }

    @Test
    void aPageOfAnotherOriginMayNotConnect() {
        RawSocket.open(roomlog.stack().gatewayUrl(), "Origin: https://evil.example\r\n", 403)
                .close();
        RawSocket.open(roomlog.stack().gatewayUrl(), "Sec-WebSocket-Protocol: mqtt\r\n", 400)
                .close();
    }

    private static void expectErrorThenClose(RawSocket raw, String code, int closeCode) {
        assertThat(raw.next().text()).startsWith("ERROR\n").contains("message:" + code + "\n");
        assertThat(raw.next().closeCode()).isEqualTo(closeCode);
    }
}

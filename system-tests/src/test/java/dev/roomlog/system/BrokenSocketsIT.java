package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * RFC 6455 through the gateway, which copies bytes: clients that break it are told so by the edge,
 * and nothing after is carried out. A neighbour in the same room notices nothing.
 */
@ExtendWith(SharedStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenSocketsIT {

    private final Installation roomlog;
    private final Member alice;
    private final String room;
    private StompUser neighbour;
    private StompUser.Inbox heard;

    BrokenSocketsIT(Installation roomlog) {
        this.roomlog = roomlog;
        this.alice = roomlog.newMember("alice");
        this.room = roomlog.newRoom(alice, "PRIVATE");
    }

    @BeforeAll
    void connectTheNeighbour() {
        neighbour = roomlog.connect(alice);
        heard = neighbour.subscribe(room);
    }

    @AfterAll
    void theNeighbourHeardNothingAndChatsOn() {
        neighbour.sendAndAwait(room, "still here");
        assertThat(heard.next("posted").text()).isEqualTo("still here");
        neighbour.close();
    }

    /** Frames in hexadecimal; the mask is zero, which changes nothing. */
    @ParameterizedTest(name = "§{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "5.2   | RSV1                    | c1 81 00000000 0a | 1002",
                "5.2   | RSV2                    | a1 81 00000000 0a | 1002",
                "5.2   | RSV3                    | 91 81 00000000 0a | 1002",
                "5.2   | RSV1 of binary          | c2 81 00000000 0a | 1002",
                "5.2   | RSV1 of a continuation  | 01 80 00000000 c0 80 00000000 | 1002",
                "5.2   | RSV2 of a ping          | a9 80 00000000 | 1002",
                "5.2   | RSV3 of a close         | 98 80 00000000 | 1002",
                "5.2   | RSV1 before the payload | c1 fe ffff | 1002",
                "5.2   | opcode 3                | 83 81 00000000 0a | 1002",
                "5.2   | opcode 4                | 84 81 00000000 0a | 1002",
                "5.2   | opcode 5                | 85 81 00000000 0a | 1002",
                "5.2   | opcode 6                | 86 81 00000000 0a | 1002",
                "5.2   | opcode 7                | 87 81 00000000 0a | 1002",
                "5.2   | opcode 11               | 8b 80 00000000 | 1002",
                "5.2   | opcode 12               | 8c 80 00000000 | 1002",
                "5.2   | opcode 13               | 8d 80 00000000 | 1002",
                "5.2   | opcode 14               | 8e 80 00000000 | 1002",
                "5.2   | opcode 15               | 8f 80 00000000 | 1002",
                "5.2   | length of 2 bytes for 1 | 81 fe 0001 00000000 0a | 1002",
                "5.2   | length of 8 bytes for 1 | 81 ff 0000000000000001 00000000 0a | 1002",
                "5.2   | length with the top bit | 82 ff 8000000000000000 | 1002",
                "10.4  | length over the limit   | 82 ff 0000000000020001 | 1009",
                "10.4  | length of 2^63 - 1      | 82 ff 7fffffffffffffff | 1009",
                "5.1   | unmasked text           | 81 01 0a | 1002",
                "5.1   | unmasked ping           | 89 00 | 1002",
                "5.1   | unmasked close          | 88 00 | 1002",
                "5.4   | continuation of nothing | 80 81 00000000 0a | 1002",
                "5.4   | text within a message   | 01 80 00000000 81 81 00000000 0a | 1002",
                "5.4   | binary within a message | 01 80 00000000 82 80 00000000 | 1002",
                "5.5   | ping in fragments       | 09 80 00000000 | 1002",
                "5.5   | pong in fragments       | 0a 80 00000000 | 1002",
                "5.5   | close in fragments      | 08 80 00000000 | 1002",
                "5.5   | ping of 126 bytes       | 89 fe 007e | 1002",
                "5.5   | close of 126 bytes      | 88 fe 007e | 1002",
                "5.5.1 | close of 1 byte         | 88 81 00000000 03 | 1002",
                "5.5.1 | close reason not UTF-8  | 88 83 00000000 03e8 ff | 1007",
                "7.4.2 | close code 0            | 88 82 00000000 0000 | 1002",
                "7.4.2 | close code 999          | 88 82 00000000 03e7 | 1002",
                "7.4.1 | close code 1004         | 88 82 00000000 03ec | 1002",
                "7.4.1 | close code 1005         | 88 82 00000000 03ed | 1002",
                "7.4.1 | close code 1006         | 88 82 00000000 03ee | 1002",
                "7.4.1 | close code 1015         | 88 82 00000000 03f7 | 1002",
                "7.4.2 | close code 2999         | 88 82 00000000 0bb7 | 1002",
                "7.4.2 | close code 5000         | 88 82 00000000 1388 | 1002",
                "7.4.2 | close code 65535        | 88 82 00000000 ffff | 1002",
                "8.1   | a byte that is none     | 81 81 00000000 ff | 1007",
                "8.1   | overlong /              | 81 82 00000000 c0af | 1007",
                "8.1   | overlong NUL            | 81 82 00000000 c080 | 1007",
                "8.1   | a surrogate             | 81 83 00000000 eda080 | 1007",
                "8.1   | a surrogate pair        | 81 86 00000000 eda080edb080 | 1007",
                "8.1   | beyond U+10FFFF         | 81 84 00000000 f4908080 | 1007",
                "8.1   | broken off at the end   | 81 82 00000000 e282 | 1007",
                "8.1   | broken by a fragment    | 01 81 00000000 e2 80 81 00000000 28 | 1007",
                "8.1   | ended by a fragment     | 01 81 00000000 e2 80 80 00000000 | 1007",
                "8.1   | in the first fragment   | 01 82 00000000 c328 | 1007",
            })
    void failsTheConnection(String section, String what, String frames, int code) {
        try (RawSocket raw = connect()) {
            raw.sendBytes(followedByAMessage(HexFormat.of().parseHex(frames.replace(" ", ""))));

            assertThat(raw.next()).isEqualTo(new RawSocket.Incoming("", code));
        }
    }

    private byte[] followedByAMessage(byte[] frames) {
        byte[] send =
                ("SEND\ndestination:/app/rooms/" + room + "\n\nx\0")
                        .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(frames.length + 6 + send.length)
                .put(frames)
                .put((byte) RawSocket.TEXT)
                .put((byte) (0x80 | send.length))
                .putInt(0)
                .put(send)
                .array();
    }

    @Test
    void answersACloseFrameAndReadsNothingMore() {
        try (RawSocket raw = connect()) {
            raw.sendBytes(followedByAMessage(HexFormat.of().parseHex("8882000000000fa0")));

            assertThat(raw.next().closeCode()).isEqualTo(4000);
            assertThat(raw.next().closeCode()).isEqualTo(1006);
        }
    }

    @Test
    void answersPingsKeepsPongsAndReadsCharactersSplitOverFragments() {
        byte[] frame =
                "SUBSCRIBE\nid:e\ndestination:/user/queue/errors\nreceipt:é€😀\n\n\0"
                        .getBytes(StandardCharsets.UTF_8);
        try (RawSocket raw = connect()) {
            raw.send(0x01, new byte[0]);
            for (byte each : frame) {
                raw.send(0x00, new byte[] {each});
            }
            raw.send(RawSocket.PONG, new byte[] {'x'});
            raw.send(RawSocket.PING, new byte[] {'p'});
            assertThat(raw.nextPong()).isEqualTo("p");
            raw.send(0x80, new byte[0]);

            assertThat(raw.next().text()).isEqualTo("RECEIPT\nreceipt-id:é€😀\n\n\0");
        }
    }

    @Test
    void fragmentsOfOneByteAddUp() {
        try (RawSocket raw = connect()) {
            raw.send(0x01, new byte[0]);
            ByteArrayOutputStream fragments = new ByteArrayOutputStream();
            for (int i = 0; i <= 131_072; i++) {
                fragments.writeBytes(new byte[] {0x00, (byte) 0x81, 0, 0, 0, 0, '\n'});
            }
            raw.sendBytes(fragments.toByteArray());

            assertThat(raw.next().text()).startsWith("ERROR\n").contains("message:too-large\n");
            assertThat(raw.next().closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void acceptsNoCompression() {
        String offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
        try (RawSocket raw = RawSocket.open(roomlog.stack().gatewayUrl(), offer, 101)) {
            assertThat(raw.head()).doesNotContainIgnoringCase("extensions");
        }
    }

    @Test
    void findsAClientThatIsGoneThoughItsConnectionIsNot() {
        try (RawSocket raw = connect()) {
            raw.vanish();

            assertThat(raw.next()).isEqualTo(new RawSocket.Incoming("", 1008));
        }
    }

    private RawSocket connect() {
        return RawSocket.open(roomlog.stack().gatewayUrl()).connect(alice.token());
    }
}

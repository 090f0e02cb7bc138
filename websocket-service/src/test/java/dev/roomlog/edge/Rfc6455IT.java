package dev.roomlog.edge;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.RoomKind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/**
 * What RFC 6455 forbids a client, byte by byte, and some of what it allows. A message that follows
 * is never posted, and the neighbour on the same edge notices nothing.
 */
@ExtendWith(WithEdges.class)
class Rfc6455IT {

    private final Edges edges;
    private final RoomId room;
    private StompClient client;
    private StompClient neighbour;

    Rfc6455IT(Edges edges) {
        this.edges = edges;
        this.room = edges.room(RoomKind.ROOM_KIND_PRIVATE, "alice", "bob");
    }

    @BeforeEach
    void connect() throws IOException {
        neighbour = edges.connect(edges.a, "bob");
        neighbour.subscribe(room);
        client = edges.connect(edges.a, "alice");
    }

    @AfterEach
    void theNeighbourHearsOnlyWhatIsSaidAfter() throws IOException {
        try (StompClient other = edges.connect(edges.a, "alice")) {
            var receipt = other.post(room, "after");

            assertThat(neighbour.nextEvent("posted").position()).isEqualTo(receipt.position());
        }
        neighbour.close();
        client.close();
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
    void failsTheConnection(String section, String what, String frames, int code)
            throws IOException {
        client.peer.bytes(followedByAMessage(HexFormat.of().parseHex(frames.replace(" ", ""))));

        client.assertClosed(code);
    }

    /** The empty code is 1005 to whoever reads it (§7.1.5). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "88 80 00000000                | 1005",
                "88 82 00000000 03e8           | 1000",
                "88 85 00000000 03e9 627965    | 1001",
                "88 82 00000000 03f6           | 1014",
                "88 82 00000000 0bb8           | 3000",
                "88 86 00000000 1387 e282ac21  | 4999",
                "01 80 00000000 88 82 00000000 03e8 | 1000",
            })
    void answersACloseFrameAndReadsNothingMore(String frames, int code) throws IOException {
        client.peer.bytes(followedByAMessage(HexFormat.of().parseHex(frames.replace(" ", ""))));

        client.assertClosed(code);
    }

    private byte[] followedByAMessage(byte[] frames) {
        byte[] send = ("SEND\ndestination:/app/rooms/" + room + "\n\nx\0").getBytes(UTF_8);
        return ByteBuffer.allocate(frames.length + 6 + send.length)
                .put(frames)
                .put((byte) WebSocketPeer.TEXT)
                .put((byte) (0x80 | send.length))
                .putInt(0)
                .put(send)
                .array();
    }

    @Test
    void readsCharactersSplitOverFragmentsBetweenPings() throws IOException {
        byte[] frame =
                "SUBSCRIBE\nid:e\ndestination:/user/queue/errors\nreceipt:é€😀\n\n\0"
                        .getBytes(UTF_8);
        client.peer.send(0x01, new byte[0]);
        for (byte each : frame) {
            client.peer.send(0x00, new byte[] {each});
            client.peer.send(WebSocketPeer.PING, new byte[0]);
        }
        client.peer.send(0x80, new byte[0]);

        assertThat(client.next("RECEIPT").header("receipt-id")).isEqualTo("é€😀");
    }

    @Test
    void answersAPingWithWhatItCarried() throws Exception {
        for (String carried : new String[] {"", "one", "x".repeat(125)}) {
            client.peer.send(WebSocketPeer.PING, carried.getBytes(UTF_8));

            assertThat(client.peer.pongs.poll(15, TimeUnit.SECONDS)).isEqualTo(carried);
        }
    }

    @Test
    void takesAPongForNoPartOfAFrame() throws IOException {
        client.peer.send(WebSocketPeer.PONG, "unasked".getBytes(UTF_8));
        client.peer.text("SUBSCRIBE\nid:e\ndestination:/user/queue");
        client.peer.send(WebSocketPeer.PONG, "unasked".getBytes(UTF_8));
        client.peer.text("/errors\nreceipt:r\n\n\0");

        assertThat(client.next("RECEIPT").header("receipt-id")).isEqualTo("r");
    }

    @Test
    void takesFramesAsBinaryMessages() throws IOException {
        client.peer.send(
                WebSocketPeer.BINARY,
                "SUBSCRIBE\nid:e\ndestination:/user/queue/errors\nreceipt:r\n\n\0".getBytes(UTF_8));

        assertThat(client.next("RECEIPT").header("receipt-id")).isEqualTo("r");
    }
}

package dev.roomlog.edge;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roomlog.edge.session.Connections;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.RoomKind;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.io.IOException;

/** Each client here breaks something, and its neighbour on the same edge never notices. */
@ExtendWith(WithEdges.class)
class BrokenInputIT {

    private final Edges edges;
    private final RoomId room;
    private StompClient broken;
    private StompClient neighbour;

    BrokenInputIT(Edges edges) {
        this.edges = edges;
        this.room = edges.room(RoomKind.ROOM_KIND_PRIVATE, "alice", "bob");
    }

    @BeforeEach
    void connect() throws IOException {
        neighbour = edges.connect(edges.a, "bob");
        neighbour.subscribe(room);
        broken = edges.connect(edges.a, "alice");
        broken.subscribe(room);
        broken.sendTo(room, "before");
        neighbour.nextEvent("posted");
        broken.nextFrame();
        broken.nextFrame();
    }

    @AfterEach
    void theNeighbourKeepsReceiving() throws IOException {
        try (StompClient other = edges.connect(edges.b, "alice")) {
            var receipt = other.post(room, "after");

            assertThat(neighbour.nextEvent("posted").position()).isEqualTo(receipt.position());
        }
        neighbour.close();
        broken.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HELLO\n\n\0",
                "SEND\ndestination\n\n\0",
                "SEND\nk:\\t\n\n\0",
                "SUBSCRIBE\nid:0\n\nbody\0",
                "SEND\ncontent-length:1\n\nab\0",
                "MESSAGE\n\n\0",
                "{\"text\":\"hello\"}\n",
            })
    void answersABrokenFrameWithErrorAndCloses(String frame) throws IOException {
        broken.peer.text(frame);

        broken.assertRefusedAndClosed("malformed-frame", 1002);
    }

    @Test
    void readsAFrameThatComesInPieces() throws IOException {
        broken.peer.text("SUBSCRIBE\nid:er");
        broken.peer.text("rors\ndestination:/user/queue/errors\nrecei");
        broken.peer.send(WebSocketPeer.BINARY, "pt:r\n\n\0".getBytes(UTF_8));

        assertThat(broken.next("RECEIPT").header("receipt-id")).isEqualTo("r");
    }

    @Test
    void refusesABodyThatIsNotUtf8InABinaryFrame() throws IOException {
        byte[] frame = ("SEND\ndestination:/app/rooms/" + room + "\n\nx\0").getBytes(UTF_8);
        frame[frame.length - 2] = (byte) 0xff;
        broken.peer.send(WebSocketPeer.BINARY, frame);

        broken.assertRefusedAndClosed("invalid-request", 1008);
    }

    @Test
    void refusesAFrameOverTheLimit() throws IOException {
        broken.sendTo(room, "x".repeat(65_536));

        broken.assertRefusedAndClosed("too-large", 1009);
    }

    @Test
    void refusesAFrameThatGrowsOverTheLimit() throws IOException {
        broken.peer.text("SEND\ndestination:/app/rooms/" + room + "\n\n");
        for (int i = 0; i < 8; i++) {
            broken.peer.text("x".repeat(8_192));
        }

        broken.assertRefusedAndClosed("too-large", 1009);
    }

    @Test
    void closesOnAWebSocketFrameBeyondAllBounds() throws IOException {
        broken.peer.begin(WebSocketPeer.TEXT, 200_000, new byte[0]);

        broken.assertClosed(1009);
    }

    @Test
    void refusesFragmentsThatAreTogetherBeyondAllBounds() throws IOException {
        int textWithoutFin = 0x01;
        int continuationWithoutFin = 0x00;
        broken.peer.send(textWithoutFin, new byte[60_000]);
        broken.peer.send(continuationWithoutFin, new byte[60_000]);
        broken.peer.send(continuationWithoutFin, new byte[60_000]);

        broken.assertRefusedAndClosed("too-large", 1009);
    }

    @Test
    void refusesTooManyAndTooLongHeaders() throws IOException {
        broken.peer.text("SEND\n" + "k:v\n".repeat(65) + "\n\0");
        broken.assertRefusedAndClosed("too-large", 1009);

        try (StompClient other = edges.connect(edges.a, "alice")) {
            other.peer.text("SEND\nk:" + "v".repeat(1_023) + "\n\n\0");
            other.assertRefusedAndClosed("too-large", 1009);
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void takesAClientThatVanishesWithinAMessageForNoFaultOfItsOwn(CapturedOutput log)
            throws IOException {
        Connections connections = edges.a.context().getBean(Connections.class);
        int before = connections.count();
        broken.peer.send(0x01, "half a mess".getBytes(UTF_8));
        broken.peer.send(WebSocketPeer.PING, new byte[0]);
        Awaitility.await().until(() -> !broken.peer.pongs.isEmpty());

        broken.close();

        Awaitility.await().until(() -> connections.count() < before);
        assertThat(log).doesNotContain("fault");
    }

    @Test
    void survivesAClientThatVanishes() throws IOException {
        broken.peer.text("SEND\ndestination:/app/rooms/" + room + "\n\nhalf a mess");
        broken.close();
    }
}

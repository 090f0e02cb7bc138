package dev.roomlog.edge;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.RoomKind;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/** Much that means little: it holds no memory, and the neighbour on the same edge chats on. */
@ExtendWith(WithEdges.class)
class FloodIT {

    private static final int MEGABYTE = 1 << 20;

    private final Edges edges;
    private final RoomId room;
    private StompClient neighbour;

    FloodIT(Edges edges) {
        this.edges = edges;
        this.room = edges.room(RoomKind.ROOM_KIND_PRIVATE, "alice", "bob");
    }

    @BeforeEach
    void connect() throws IOException {
        neighbour = edges.connect(edges.a, "bob");
        neighbour.subscribe(room);
    }

    @AfterEach
    void theNeighbourChatsOn() throws IOException {
        neighbour.sendTo(room, "still here");
        assertThat(new String[] {neighbour.nextFrame().command(), neighbour.nextFrame().command()})
                .containsExactlyInAnyOrder("MESSAGE", "RECEIPT");
        neighbour.close();
    }

    @Test
    void aClientThatPingsAndNeverReadsHoldsNoMemory() throws IOException {
        long before = directMemory();
        try (StompClient client =
                StompClient.connectWithoutReading(edges.a.port(), edges.tokens.of("alice"))) {
            for (int i = 0; i < 400; i++) {
                client.peer.bytes(frames(1_000, WebSocketPeer.PING, "x".repeat(125)));
            }
            client.peer.send(WebSocketPeer.PING, "last".getBytes(UTF_8));
            client.sendTo(room, "all was read");
            neighbour.nextEvent("posted");

            // 48 MB of pongs, less what fits into the buffers of both sockets.
            assertThat(directMemory() - before).isLessThan(24L * MEGABYTE);

            client.peer.read();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> client.peer.pongs.contains("last"));
        }
    }

    @Test
    void fragmentsWithoutContentAddUpToNothing() throws IOException {
        try (StompClient client = edges.connect(edges.a, "alice")) {
            client.peer.send(0x01, new byte[0]);
            for (int i = 0; i < 1_000; i++) {
                client.peer.bytes(frames(1_000, 0x00, ""));
            }
            client.peer.send(
                    0x80,
                    "SUBSCRIBE\nid:e\ndestination:/user/queue/errors\nreceipt:r\n\n\0"
                            .getBytes(UTF_8));

            assertThat(client.next("RECEIPT").header("receipt-id")).isEqualTo("r");
        }
    }

    @Test
    void fragmentsOfOneByteAddUp() throws IOException {
        try (StompClient client = edges.connect(edges.a, "alice")) {
            client.peer.send(0x01, new byte[0]);
            for (int i = 0; i < 131; i++) {
                client.peer.bytes(frames(1_000, 0x00, "\n"));
            }
            client.peer.bytes(frames(73, 0x00, "\n"));

            client.assertRefusedAndClosed("too-large", 1009);
        }
    }

    @Test
    void messagesOfOneByteAddUp() throws IOException {
        try (StompClient client = edges.connect(edges.a, "alice")) {
            client.peer.text("SEND\ndestination:/app/rooms/" + room + "\n\n");
            for (int i = 0; i < 65; i++) {
                client.peer.bytes(frames(1_000, WebSocketPeer.TEXT, "x"));
            }
            client.peer.bytes(frames(600, WebSocketPeer.BINARY, "x"));

            client.assertRefusedAndClosed("too-large", 1009);
        }
    }

    /** So many masked frames of a few bytes. */
    private static byte[] frames(int count, int first, String payload) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            all.write(first);
            all.write(0x80 | payload.length());
            all.writeBytes(new byte[4]);
            all.writeBytes(payload.getBytes(UTF_8));
        }
        return all.toByteArray();
    }

    private static long directMemory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }
}

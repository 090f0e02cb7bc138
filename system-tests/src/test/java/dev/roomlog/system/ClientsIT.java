package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roomlog.local.Part;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

/** Stock clients, as docs/clients.md shows them: they lose their edge and miss nothing. */
@ExtendWith(SharedStack.class)
class ClientsIT {

    private static final String WITHOUT_NODE =
            "SKIPPED @stomp/stompjs: needs Node.js 20.10 or later (apt-get install nodejs)";

    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final Installation roomlog;
    private final Member alice;
    private final Member bob;
    private final String room;
    private final String url;

    /** Name and position of each event that the client was given. */
    private final List<String> heard = new CopyOnWriteArrayList<>();

    ClientsIT(Installation roomlog) {
        this.roomlog = roomlog;
        this.alice = roomlog.newMember("alice");
        this.bob = roomlog.newMember("bob");
        this.room = roomlog.newRoom(alice, "PRIVATE", bob);
        this.url = Installation.webSocketUrl(roomlog.stack().gatewayUrl());
    }

    @Test
    void stompJsComesBackByItselfAndMissesNothing() throws IOException {
        boolean runs = StompJs.canRun() || Boolean.getBoolean("roomlog.require.node");
        if (!runs) {
            System.out.println(WITHOUT_NODE);
        }
        assumeTrue(runs, WITHOUT_NODE);
        Path folder = SharedStack.newFolder("stompjs");
        try (StompJs _ = StompJs.start(folder, url, bob.token(), room, heard::add)) {
            loseTheirEdgeWhileAliceTalks();
        } finally {
            SharedStack.delete(folder);
        }
    }

    @Test
    void springsClientComesBackByItselfAndMissesNothing() throws IOException {
        String shown = DocumentedClients.java().replaceAll("\\s+", " ").strip();
        Path source = Path.of("src/test/java/dev/roomlog/system/RoomFollower.java");
        for (String method : shown.split("(?=@Override|(?<!@Override )private void)", -1)) {
            assertThat(Files.readString(source).replaceAll("\\s+", " ")).contains(method.strip());
        }
        try (RoomFollower _ =
                new RoomFollower(
                        url,
                        bob::token,
                        room,
                        (event, _) ->
                                heard.add(
                                        event.getFirst("x-event")
                                                + " "
                                                + event.getFirst("x-position")))) {
            loseTheirEdgeWhileAliceTalks();
        }
    }

    private void loseTheirEdgeWhileAliceTalks() {
        try (Senders talking = new Senders(roomlog, room, INTERVAL, List.of(alice))) {
            talking.awaitAcknowledged(10);
            Awaitility.await("the client hears").until(() -> positions().count() >= 5);
            List<Part> inUse =
                    roomlog.stack().edges().stream()
                            .filter(edge -> Metrics.sessions(edge) > 0)
                            .toList();
            for (Part edge : inUse) {
                edge.kill();
                talking.awaitMore(5);
                edge.start().awaitReady();
            }
            long[] acknowledged =
                    talking.end().stream()
                            .mapToLong(Senders.Acknowledged::position)
                            .sorted()
                            .toArray();
            long last = acknowledged[acknowledged.length - 1];

            Awaitility.await("the client has heard all")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> positions().anyMatch(position -> position == last));
            assertThat(positions().toArray()).isEqualTo(acknowledged);
            assertThat(heard.stream().filter(event -> event.startsWith("room ")))
                    .as("subscriptions")
                    .hasSizeGreaterThan(1);
        }
    }

    private LongStream positions() {
        return heard.stream()
                .filter(event -> event.startsWith("posted "))
                .mapToLong(event -> Long.parseLong(event.substring("posted ".length())));
    }
}

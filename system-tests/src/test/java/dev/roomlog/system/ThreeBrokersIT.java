package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.local.LocalStack;
import dev.roomlog.local.Part;
import dev.roomlog.local.StackOptions;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.List;

/**
 * Three brokers, one edge at first: brokers die, an edge joins late, and everything is stopped and
 * started again.
 */
class ThreeBrokersIT {

    @Test
    void aMessageOutlivesTheBrokerThatAcknowledgedItALateEdgeJoinsInAndARestartFindsAll() {
        Path folder = SharedStack.newFolder("three-brokers");
        StackOptions options =
                SharedStack.optionsIn(folder).withEdges(1).withBrokers(3).withReservedEdges(1);
        Member alice;
        Member bob;
        String room;
        long last;

        try (LocalStack stack = LocalStack.start(options)) {
            Installation roomlog = new Installation(stack);
            alice = roomlog.newMember("alice");
            bob = roomlog.newMember("bob");
            room = roomlog.newRoom(alice, "PRIVATE", bob);
            try (StompUser a = roomlog.connect(alice)) {
                StompUser.Inbox toAlice = a.subscribe(room);
                StompUser.Receipt durable = a.sendAndAwait(room, "before");
                Part leader = leaderOf(stack, room);
                leader.kill();

                StompUser.Receipt after = StompUser.await(a.send(room, "after", "after-1"));
                assertThat(toAlice.next("posted").position()).isEqualTo(durable.position());
                assertThat(toAlice.next("posted").position()).isEqualTo(after.position());
                leader.start().awaitReady();

                try (StompUser b = roomlog.connectTo(stack.addEdge().awaitReady(), bob)) {
                    StompUser.Inbox toBob = b.subscribe(room);
                    a.sendAndAwait(room, "hello, late edge");
                    assertThat(toBob.next("posted").text()).isEqualTo("hello, late edge");
                    last = b.sendAndAwait(room, "hello from it").position();
                    toAlice.next("posted");
                    assertThat(toAlice.next("posted").position()).isEqualTo(last);
                }
            }
            assertThat(texts(roomlog.history(bob, room).upTo(last)))
                    .containsExactly("before", "after", "hello, late edge", "hello from it");
        }

        try (LocalStack stack = LocalStack.start(options)) {
            Installation roomlog = new Installation(stack);
            assertThat(
                            roomlog.rest()
                                    .get("/api/rooms", bob)
                                    .expect(200)
                                    .get("items")
                                    .get(0)
                                    .get("id")
                                    .stringValue())
                    .isEqualTo(room);
            assertThat(texts(roomlog.history(bob, room).upTo(last)))
                    .containsExactly("before", "after", "hello, late edge", "hello from it");
            try (StompUser b = roomlog.connect(bob)) {
                b.subscribe(room);
                assertThat(b.sendAndAwait(room, "after the restart").position())
                        .isGreaterThan(last);
            }
        } finally {
            SharedStack.delete(folder);
        }
    }

    private static Part leaderOf(LocalStack stack, String room) {
        return stack.part("kafka-" + Partitions.leaderOf(stack.bootstrapServers(), room));
    }

    private static List<String> texts(List<JsonNode> history) {
        return history.stream().map(message -> message.get("text").stringValue()).toList();
    }
}

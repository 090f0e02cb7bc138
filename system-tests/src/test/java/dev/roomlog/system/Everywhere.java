package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** One member, connected to every edge at once: what is felt must be felt on each. */
final class Everywhere implements AutoCloseable {

    private final List<StompUser> connections;

    Everywhere(List<StompUser> connections) {
        this.connections = connections;
    }

    /** The same subscription on each edge. */
    record Inboxes(List<StompUser.Inbox> onEachEdge) {

        /** The next of that kind on every edge; the bodies are the same. */
        Received next(String event) {
            return theSame(inbox -> inbox.next(event));
        }

        Received nextMember(String change, Member who) {
            return theSame(inbox -> inbox.nextMember(change, who));
        }

        /** The next event of a room that has this value in this field. */
        Received nextRoom(String field, String value) {
            return theSame(inbox -> {
                Received received = inbox.next("room");
                while (!received.field(field).equals(value)) {
                    received = inbox.next("room");
                }
                return received;
            });
        }

        private Received theSame(Function<StompUser.Inbox, Received> heard) {
            List<Received> all = onEachEdge.stream().map(heard).toList();
            assertThat(all).extracting(Received::body).containsOnly(all.getFirst().body());
            return all.getFirst();
        }

        void forEach(Consumer<StompUser.Inbox> check) {
            onEachEdge.forEach(check);
        }

        List<Received> lastOfEach() {
            return onEachEdge.stream().map(inbox -> inbox.all().getLast()).toList();
        }
    }

    List<StompUser> connections() {
        return connections;
    }

    Inboxes subscribe(String room) {
        return new Inboxes(connections.stream().map(user -> user.subscribe(room)).toList());
    }

    Inboxes notifications() {
        return new Inboxes(connections.stream().map(StompUser::notifications).toList());
    }

    /** On every edge. */
    void canSend(String room) {
        for (StompUser user : connections) {
            assertThat(user.refusalOfSend(room, "may I?")).isEmpty();
        }
    }

    void cannotSend(String room, String code) {
        assertThat(onEach(user -> user.refusalOfSend(room, "may I?")))
                .containsOnly(Optional.of(code));
    }

    void cannotSubscribe(String room, String code) {
        assertThat(onEach(user -> user.refusalOfSubscribe(room))).containsOnly(Optional.of(code));
    }

    /** Every connection got ERROR with this code as its end. */
    void areClosedWith(String code) {
        for (StompUser user : connections) {
            assertThat(user.error()).containsEntry("message", code);
        }
    }

    /** At the same time: a refusal is waited for, as the edge waits for its view to catch up. */
    private List<Optional<String>> onEach(Function<StompUser, Optional<String>> asked) {
        return Together.all(connections, asked);
    }

    @Override
    public void close() {
        connections.forEach(StompUser::close);
    }
}

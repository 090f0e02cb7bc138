package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.local.LocalStack;
import dev.roomlog.local.Part;

import org.awaitility.Awaitility;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** That all parts hold one state: database, topics, history's projection, and what edges do. */
final class OneState {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** As many as a member may send at once. */
    private static final int AT_A_TIME = 40;

    private final Installation roomlog;

    OneState(Installation roomlog) {
        this.roomlog = roomlog;
    }

    /** How much was compared. */
    record Compared(int records, int rooms, int memberships) {
        @Override
        public String toString() {
            return "records=%d rooms=%d memberships=%d differences=0"
                    .formatted(records, rooms, memberships);
        }
    }

    /**
     * Of all rooms and memberships there are: database, topics folded both ways, and history's
     * projection agree to the last version. Nothing may be changing.
     */
    Compared everywhereInStore() {
        LocalStack stack = roomlog.stack();
        Awaitility.await("room-service has told everything")
                .atMost(PATIENCE)
                .until(() -> Facts.unfinished(stack) == 0);
        Facts database = Facts.ofDatabase(stack);
        StateLog log = StateLog.read(stack.bootstrapServers()).assertOneFold();
        Facts topics = Facts.of(log);
        assertThat(topics.rooms()).isEqualTo(database.rooms());
        assertThat(topics.memberships()).isEqualTo(database.memberships());
        Awaitility.await("history's projection agrees")
                .atMost(PATIENCE)
                .untilAsserted(() -> {
                    Facts history = Facts.ofHistory(stack);
                    assertThat(history.rooms()).isEqualTo(database.forHistory().rooms());
                    assertThat(history.memberships())
                            .isEqualTo(database.forHistory().memberships());
                });
        return new Compared(log.records(), database.rooms().size(), database.memberships().size());
    }

    /** A member of a public room, whatever became of the membership. */
    record Case(String room, Member observer, Member member) {}

    /**
     * What the database says of each membership is what REST shows, and what the member can do on
     * every edge and in history.
     */
    void felt(List<Case> cases) {
        Facts database = Facts.ofDatabase(roomlog.stack());
        for (int i = 0; i < cases.size(); i += AT_A_TIME) {
            Together.run(
                    cases.subList(i, Math.min(i + AT_A_TIME, cases.size())).stream()
                            .<Runnable>map(one -> () -> felt(one, database))
                            .toList());
        }
    }

    private void felt(Case one, Facts database) {
        String row =
                database.memberships()
                        .getOrDefault(one.room() + "/" + one.member().id(), "LEFT MEMBER ");
        String status = row.substring(0, row.indexOf(' '));
        String role = row.substring(status.length() + 1, row.indexOf(' ', status.length() + 1));
        Optional<String> seeing =
                switch (status) {
                    case "MEMBER" -> Optional.empty();
                    case "BANNED" -> Optional.of("banned");
                    default -> Optional.of("not-a-member");
                };
        boolean muted = seeing.isEmpty() && !row.contains("muted until 0,");
        Optional<String> speaking = muted ? Optional.of("muted") : seeing;
        assertThat(roleInList(one))
                .as("%s in the list of members, with %s", one, row)
                .isEqualTo(seeing.isEmpty() ? role : "");
        List<Runnable> elsewhere = new ArrayList<>();
        elsewhere.add(() ->
                assertThat(historyIsReadable(one))
                        .as("history of %s, with %s", one, row)
                        .isEqualTo(seeing.isEmpty()));
        for (Part edge : roomlog.stack().edges()) {
            elsewhere.add(() -> {
                try (StompUser user = roomlog.connectTo(edge, one.member()).hearingRefusals()) {
                    assertThat(user.refusalOfSubscribe(one.room()))
                            .as("subscribing on %s by %s, with %s", edge.name(), one, row)
                            .isEqualTo(seeing);
                    assertThat(user.refusalOfSend(one.room(), "may I?"))
                            .as("sending on %s by %s, with %s", edge.name(), one, row)
                            .isEqualTo(speaking);
                }
            });
        }
        Together.run(elsewhere);
    }

    private String roleInList(Case one) {
        for (JsonNode item : roomlog.members(one.room(), one.observer()).expect(200).get("items")) {
            if (item.get("id").stringValue().equals(one.member().id())) {
                return item.get("role").stringValue();
            }
        }
        return "";
    }

    private boolean historyIsReadable(Case one) {
        Rest.Answer answer = roomlog.messages(one.room(), one.member());
        if (answer.status() != 200) {
            answer.expectRefused("not-a-member");
        }
        return answer.status() == 200;
    }
}

package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * A room that is not public is not revealed: whoever is not in it is answered, on every call, what
 * is answered about a room that never was.
 */
@ExtendWith(SharedStack.class)
class HiddenRoomsIT {

    private static final String NOWHERE = "00000000-0000-4000-8000-000000000000";

    private final Installation roomlog;
    private final Member owner;
    private final Member inside;
    private final Member outside;

    HiddenRoomsIT(Installation roomlog) {
        this.roomlog = roomlog;
        this.owner = roomlog.newMember("owner");
        this.inside = roomlog.newMember("inside");
        this.outside = roomlog.newMember("outside");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"was never in", "has left", "was kicked", "was banned", "is not one of two"})
    void isNotRevealedToWhom(String outsider) {
        String room = roomWhere(outsider);
        roomlog.history(outside, room).awaitRefused("not-found");

        // At once: what may be a membership on its way is waited for.
        Together.run(
                calls().entrySet().stream()
                        .<Runnable>map(call -> () -> isNothing(call, room))
                        .toList());
        try (Everywhere user = roomlog.connectEverywhere(outside)) {
            user.cannotSubscribe(room, "not-found");
            user.cannotSend(room, "not-found");
        }
        assertThat(roomlog.rest().get("/api/rooms", outside).expect(200).get("items")).isEmpty();
        assertThat(roomlog.rest().get("/api/rooms/discover?query=Hush", outside).body())
                .doesNotContain(room);
    }

    private void isNothing(
            Map.Entry<String, BiFunction<String, Member, Rest.Answer>> call, String room) {
        Rest.Answer aboutIt = call.getValue().apply(room, outside);
        Rest.Answer aboutNothing = call.getValue().apply(NOWHERE, outside);
        assertThat(aboutIt.told()).as(call.getKey()).isEqualTo(aboutNothing.told());
        aboutIt.expectRefused("not-found");
    }

    private String roomWhere(String outsider) {
        if (outsider.equals("is not one of two")) {
            return roomlog.newDirectRoom(owner, inside);
        }
        String room = roomlog.newRoom(owner, "PRIVATE", inside);
        roomlog.rename(room, owner, "Hush").expect(200);
        if (!outsider.equals("was never in")) {
            roomlog.add(room, owner, outside).expect(200);
            roomlog.messages(room, outside).expect(200);
        }
        switch (outsider) {
            case "has left" -> roomlog.leave(room, outside).expectStatus(204);
            case "was kicked" -> roomlog.kick(room, owner, outside).expectStatus(204);
            case "was banned" -> roomlog.ban(room, owner, outside).expect(200);
            default -> {}
        }
        return room;
    }

    private Map<String, BiFunction<String, Member, Rest.Answer>> calls() {
        Map<String, BiFunction<String, Member, Rest.Answer>> calls = new LinkedHashMap<>();
        calls.put("read", roomlog::read);
        calls.put("change", (room, by) -> roomlog.rename(room, by, "Mine"));
        calls.put("delete", roomlog::deleteRoom);
        calls.put("list members", roomlog::members);
        calls.put("join", roomlog::join);
        calls.put("leave", roomlog::leave);
        calls.put("add", (room, by) -> roomlog.add(room, by, inside));
        calls.put("add oneself", (room, by) -> roomlog.add(room, by, by));
        calls.put("promote", (room, by) -> roomlog.giveRole(room, by, inside, "MODERATOR"));
        calls.put("kick", (room, by) -> roomlog.kick(room, by, inside));
        calls.put("ban", (room, by) -> roomlog.ban(room, by, inside));
        calls.put("unban", (room, by) -> roomlog.unban(room, by, inside));
        calls.put("mute", (room, by) -> roomlog.mute(room, by, inside));
        calls.put("unmute", (room, by) -> roomlog.unmute(room, by, inside));
        calls.put("history", roomlog::messages);
        return calls;
    }
}

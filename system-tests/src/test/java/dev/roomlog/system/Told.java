package dev.roomlog.system;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a client makes of the events of a room, one after the other, knowing nothing but the
 * documentation: the messages as history must show them to the same member.
 */
final class Told {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String reader;
    private final Map<String, ObjectNode> messages = new LinkedHashMap<>();
    private final Map<String, Map<String, Set<String>>> reactions = new LinkedHashMap<>();

    private Told(String reader) {
        this.reader = reader;
    }

    static List<JsonNode> messages(Member reader, List<Received> events) {
        Told told = new Told(reader.id());
        events.forEach(told::take);
        return List.copyOf(told.messages.values());
    }

    private void take(Received event) {
        switch (event.event()) {
            case "posted" -> messages.put(event.field("id"), (ObjectNode) event.body().deepCopy());
            case "edited" -> edit(changed(event), event);
            case "deleted" -> delete(changed(event), event);
            case "reaction" -> react(changed(event), event);
            default -> {
                // Not about a message.
            }
        }
    }

    private ObjectNode changed(Received event) {
        ObjectNode message = messages.get(event.field("id"));
        if (message == null) {
            throw new AssertionError("a change of a message that was not told of: " + event);
        }
        if (message.has("deleted") && !event.event().equals("deleted")) {
            throw new AssertionError("something came after the deletion: " + event);
        }
        return message;
    }

    private static void edit(ObjectNode message, Received event) {
        message.set("text", event.body().get("text"));
        message.set("mentions", event.body().get("mentions"));
        message.set("editedAt", event.body().get("editedAt"));
    }

    private void delete(ObjectNode message, Received event) {
        message.remove(List.of("text", "editedAt"));
        message.putArray("mentions");
        message.putObject("reactions");
        message.put("deleted", true);
        reactions.remove(event.field("id"));
    }

    private void react(ObjectNode message, Received event) {
        Map<String, Set<String>> all =
                reactions.computeIfAbsent(event.field("id"), _ -> new TreeMap<>());
        Set<String> members = all.computeIfAbsent(event.field("emoji"), _ -> new TreeSet<>());
        if (event.body().get("set").booleanValue()) {
            members.add(event.field("memberId"));
        } else {
            members.remove(event.field("memberId"));
        }
        ObjectNode counts = JSON.createObjectNode();
        all.forEach((emoji, who) -> {
            if (!who.isEmpty()) {
                counts.putObject(emoji).put("count", who.size()).put("mine", who.contains(reader));
            }
        });
        message.set("reactions", counts);
    }
}

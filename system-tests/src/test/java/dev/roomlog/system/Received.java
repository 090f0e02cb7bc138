package dev.roomlog.system;

import tools.jackson.databind.JsonNode;

/**
 * A MESSAGE frame as a client got it.
 *
 * @param position -1 for an event that has none
 * @param at when it came, by {@link System#nanoTime()}
 */
record Received(String event, String messageId, long position, JsonNode body, long at) {

    String text() {
        return field("text");
    }

    /** A field of the body; empty where there is none. */
    String field(String name) {
        return body.path(name).asString("");
    }
}

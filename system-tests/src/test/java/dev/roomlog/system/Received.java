package dev.roomlog.system;

import tools.jackson.databind.JsonNode;

/**
 * A MESSAGE frame as a client got it.
 *
 * @param position -1 for an event that has none
 */
record Received(String event, String messageId, long position, JsonNode body) {

    String text() {
        return body.path("text").asString("");
    }
}

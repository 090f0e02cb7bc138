package dev.roomlog.system;

import tools.jackson.databind.JsonNode;

/** Somebody signed in. */
record Member(String username, String id, String token, String refreshToken) {

    static Member from(String username, JsonNode signedIn) {
        return new Member(
                username,
                signedIn.get("member").get("id").stringValue(),
                signedIn.get("accessToken").stringValue(),
                signedIn.get("refreshToken").stringValue());
    }

    Member withToken(String other) {
        return new Member(username, id, other, refreshToken);
    }
}

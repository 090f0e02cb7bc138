package dev.roomlog.system;

import dev.roomlog.local.LocalStack;
import dev.roomlog.local.Part;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The running product as its users see it: one address, members, rooms. */
final class Installation {

    static final String PASSWORD = "correct horse battery staple";

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final LocalStack stack;
    private final Rest rest;

    Installation(LocalStack stack) {
        this.stack = stack;
        this.rest = new Rest(stack.gatewayUrl());
    }

    LocalStack stack() {
        return stack;
    }

    Rest rest() {
        return rest;
    }

    /** Registers under a name not used before. */
    Member newMember(String name) {
        String username = name + "-" + NAMES.incrementAndGet();
        return Member.from(
                username,
                rest.post(
                                "/api/auth/register",
                                null,
                                "{\"username\":\"%s\",\"password\":\"%s\",\"displayName\":\"%s\"}"
                                        .formatted(username, PASSWORD, name))
                        .expect(201, 200));
    }

    /** Creates a room; all but the owner are members of it at once. */
    String newRoom(Member owner, String kind, Member... others) {
        String ids =
                String.join(",", List.of(others).stream().map(m -> "\"" + m.id() + "\"").toList());
        return rest.post(
                        "/api/rooms",
                        owner,
                        "{\"name\":\"Room\",\"kind\":\"%s\",\"members\":[%s]}".formatted(kind, ids))
                .expect(201)
                .get("id")
                .stringValue();
    }

    /** Through the gateway. */
    StompUser connect(Member member) {
        return StompUser.connect(webSocketUrl(stack.gatewayUrl()), member.token());
    }

    /** Past the gateway, to one edge. */
    StompUser connectTo(Part edge, Member member) {
        return StompUser.connect(webSocketUrl(edge.url()), member.token());
    }

    History history(Member reader, String room) {
        return new History(rest, reader, room);
    }

    static String webSocketUrl(URI http) {
        return "ws://" + http.getHost() + ":" + http.getPort() + "/ws";
    }
}

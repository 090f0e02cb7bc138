package dev.roomlog.system;

import dev.roomlog.local.LocalStack;
import dev.roomlog.local.Part;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The running product as its users see it: one address, members, rooms, and what they do there. */
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

    List<Member> newMembers(int count, String name) {
        return Stream.generate(() -> newMember(name)).limit(count).toList();
    }

    Rest.Answer trySignIn(String username, String password) {
        return rest.post(
                "/api/auth/login",
                null,
                "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password));
    }

    Member signIn(String username, String password) {
        return Member.from(username, trySignIn(username, password).expect(200));
    }

    /** Another sign-in of the same member. */
    Member signInAgain(Member member) {
        return signIn(member.username(), PASSWORD);
    }

    /** Of the refresh token. */
    Rest.Answer refresh(Member member) {
        return rest.post(
                "/api/auth/refresh",
                null,
                "{\"refreshToken\":\"%s\"}".formatted(member.refreshToken()));
    }

    Rest.Answer signOutEverywhere(Member member) {
        return rest.call("POST", "/api/auth/logout-all", member, null);
    }

    Rest.Answer changePassword(Member member, String old, String other) {
        return rest.put(
                "/api/members/me/password",
                member,
                "{\"old\":\"%s\",\"new\":\"%s\"}".formatted(old, other));
    }

    Rest.Answer erase(Member member) {
        return rest.delete("/api/members/me", member);
    }

    /** The service's administrator. */
    Member admin() {
        return signIn("admin", stack.adminPassword().orElseThrow());
    }

    /** Creates a room; all but the owner are members of it at once. */
    String newRoom(Member owner, String kind, Member... others) {
        return rest.post(
                        "/api/rooms",
                        owner,
                        "{\"name\":\"Room\",\"kind\":\"%s\",\"members\":[%s]}"
                                .formatted(kind, ids(others)))
                .expect(201)
                .get("id")
                .stringValue();
    }

    /** Answers 201 to the first of a pair, 200 to all later ones. */
    Rest.Answer createDirect(Member caller, Member... others) {
        return rest.post(
                "/api/rooms",
                caller,
                "{\"kind\":\"DIRECT\",\"members\":[%s]}".formatted(ids(others)));
    }

    String newDirectRoom(Member one, Member other) {
        return createDirect(one, other).expect(201).get("id").stringValue();
    }

    private static String ids(Member... members) {
        return Stream.of(members)
                .map(member -> "\"" + member.id() + "\"")
                .collect(Collectors.joining(","));
    }

    Rest.Answer join(String room, Member who) {
        return rest.put(memberPath(room, "me"), who, "{}");
    }

    Rest.Answer leave(String room, Member who) {
        return rest.delete(memberPath(room, "me"), who);
    }

    Rest.Answer add(String room, Member by, Member who) {
        return rest.put(memberPath(room, who.id()), by, "{}");
    }

    /** Brings somebody in with a role, or changes the role of somebody who is in. */
    Rest.Answer giveRole(String room, Member by, Member who, String role) {
        return rest.put(memberPath(room, who.id()), by, "{\"role\":\"%s\"}".formatted(role));
    }

    Rest.Answer kick(String room, Member by, Member who) {
        return rest.delete(memberPath(room, who.id()), by);
    }

    Rest.Answer ban(String room, Member by, Member who) {
        return rest.put(banPath(room, who), by, "{}");
    }

    Rest.Answer ban(String room, Member by, Member who, Instant until) {
        return rest.put(banPath(room, who), by, "{\"until\":\"%s\"}".formatted(until));
    }

    Rest.Answer unban(String room, Member by, Member who) {
        return rest.delete(banPath(room, who), by);
    }

    Rest.Answer mute(String room, Member by, Member who) {
        return rest.put(mutePath(room, who), by, "{}");
    }

    Rest.Answer mute(String room, Member by, Member who, Instant until) {
        return rest.put(mutePath(room, who), by, "{\"until\":\"%s\"}".formatted(until));
    }

    Rest.Answer unmute(String room, Member by, Member who) {
        return rest.delete(mutePath(room, who), by);
    }

    Rest.Answer read(String room, Member who) {
        return rest.get("/api/rooms/" + room, who);
    }

    Rest.Answer members(String room, Member who) {
        return rest.get("/api/rooms/" + room + "/members", who);
    }

    Rest.Answer messages(String room, Member who) {
        return rest.get("/api/rooms/" + room + "/messages", who);
    }

    /** Changes what staff may change of a room. */
    Rest.Answer change(String room, Member by, String json) {
        return rest.patch("/api/rooms/" + room, by, json);
    }

    Rest.Answer rename(String room, Member by, String name) {
        return change(room, by, "{\"name\":\"%s\"}".formatted(name));
    }

    Rest.Answer deleteRoom(String room, Member by) {
        return rest.delete("/api/rooms/" + room, by);
    }

    private static String memberPath(String room, String member) {
        return "/api/rooms/" + room + "/members/" + member;
    }

    private static String banPath(String room, Member who) {
        return "/api/rooms/" + room + "/bans/" + who.id();
    }

    private static String mutePath(String room, Member who) {
        return "/api/rooms/" + room + "/mutes/" + who.id();
    }

    /** Through the gateway. */
    StompUser connect(Member member) {
        return StompUser.connect(webSocketUrl(stack.gatewayUrl()), member.token());
    }

    /** Past the gateway, to one edge. */
    StompUser connectTo(Part edge, Member member) {
        return StompUser.connect(webSocketUrl(edge.url()), member.token());
    }

    /** To every edge at once. */
    Everywhere connectEverywhere(Member member) {
        return new Everywhere(
                stack.edges().stream()
                        .map(edge -> connectTo(edge, member).hearingRefusals())
                        .toList());
    }

    History history(Member reader, String room) {
        return new History(rest, reader, room);
    }

    static String webSocketUrl(URI http) {
        return "ws://" + http.getHost() + ":" + http.getPort() + "/ws";
    }
}

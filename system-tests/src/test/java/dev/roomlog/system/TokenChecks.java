package dev.roomlog.system;

import dev.roomlog.local.LocalStack;
import dev.roomlog.local.Part;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What each part that checks tokens says to one: {@code accepted}, or a refusal's code. */
final class TokenChecks {

    static final String ACCEPTED = "accepted";

    private final LocalStack stack;

    TokenChecks(LocalStack stack) {
        this.stack = stack;
    }

    /** By part. */
    Map<String, String> of(String token) {
        Map<String, String> answers = new TreeMap<>();
        Rest gateway = new Rest(stack.gatewayUrl());
        answers.put("gateway", rest(gateway, "/api/rooms", token));
        answers.put(
                "room-service",
                rest(new Rest(stack.part("room-service").url()), "/api/rooms", token));
        answers.put(
                "message-service",
                rest(
                        new Rest(stack.part("message-service").url()),
                        "/api/rooms/%s/messages".formatted(UUID.randomUUID()),
                        token));
        for (Part edge : stack.edges()) {
            answers.put(edge.name(), connect(edge, token));
        }
        return answers;
    }

    boolean acceptedEverywhere(String token) {
        return of(token).values().stream().allMatch(ACCEPTED::equals);
    }

    boolean refusedEverywhere(String token, String code) {
        return of(token).values().stream().allMatch(code::equals);
    }

    static String rest(Rest rest, String path, String token) {
        Rest.Answer answer = rest.get(path, new Member("", "", token, ""));
        return switch (answer.status()) {
            case 200, 404 -> ACCEPTED;
            default -> answer.json().path("code").asString("");
        };
    }

    static String connect(Part edge, String token) {
        try (StompUser user =
                StompUser.tryToConnect(Installation.webSocketUrl(edge.url()), token)) {
            return user.admission();
        }
    }
}

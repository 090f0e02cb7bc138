package dev.roomlog.support;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;

/** A client as a stranger would write it. */
public record Http(String base, JsonMapper json, @Nullable JsonNode signedIn) {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What came back. */
    public record Answer(int status, HttpResponse<String> response, JsonNode body) {
        public String code() {
            return body.path("code").asString("");
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public String text(String field) {
            return body.get(field).asString();
        }
    }

    public static String freshName() {
        return "u" + UUID.randomUUID().toString().substring(0, 20);
    }

    public Http signUp(String username) {
        Answer answer =
                post(
                        "/api/auth/register",
                        """
                        {"username":"%s","password":"a good one to keep","displayName":"Some One"}\
                        """
                                .formatted(username));
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.response().body());
        }
        return new Http(base, json, answer.body());
    }

    public Http signIn(String username, String password) {
        Answer answer =
                post(
                        "/api/auth/login",
                        "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password));
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.response().body());
        }
        return new Http(base, json, answer.body());
    }

    public String id() {
        return signed().get("member").get("id").asString();
    }

    public String username() {
        return signed().get("member").get("username").asString();
    }

    public String accessToken() {
        return signed().get("accessToken").asString();
    }

    public String refreshToken() {
        return signed().get("refreshToken").asString();
    }

    private JsonNode signed() {
        if (signedIn == null) {
            throw new IllegalStateException("nobody");
        }
        return signedIn;
    }

    /** The new room's ID. */
    public String room(String kind) {
        return post("/api/rooms", "{\"name\":\"A room\",\"kind\":\"%s\"}".formatted(kind))
                .text("id");
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    public Answer put(String path) {
        return send(request(path).PUT(HttpRequest.BodyPublishers.noBody()));
    }

    public Answer put(String path, String body) {
        return send("PUT", path, body);
    }

    public Answer patch(String path, String body) {
        return send("PATCH", path, body);
    }

    public Answer post(String path, String body) {
        return send("POST", path, body);
    }

    public Answer send(String method, String path, String body) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        if (signedIn != null) {
            request.header("Authorization", "Bearer " + accessToken());
        }
        return request;
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            hold(response);
            String body = response.body().isEmpty() ? "{}" : response.body();
            return new Answer(response.statusCode(), response, json.readTree(body));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Every answer any test sees must be one that the document describes. */
    private static void hold(HttpResponse<String> response) {
        List<String> complaints =
                OpenApi.complaints(
                        response.request().method(),
                        response.request().uri().getRawPath(),
                        response.statusCode(),
                        response.headers().firstValue("Content-Type").orElse(""),
                        response.body());
        if (!complaints.isEmpty()) {
            throw new AssertionError(
                    response.request().method() + " " + response.uri() + ": " + complaints);
        }
    }
}

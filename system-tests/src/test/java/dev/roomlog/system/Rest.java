package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** REST calls through the gateway. */
final class Rest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Map<String, Integer> STATUS_OF =
            Map.ofEntries(
                    Map.entry("invalid-request", 400),
                    Map.entry("unauthorized", 401),
                    Map.entry("bad-credentials", 401),
                    Map.entry("token-expired", 401),
                    Map.entry("forbidden", 403),
                    Map.entry("not-a-member", 403),
                    Map.entry("banned", 403),
                    Map.entry("admins-only", 403),
                    Map.entry("not-found", 404),
                    Map.entry("unknown-member", 404),
                    Map.entry("last-owner", 409),
                    Map.entry("username-taken", 409),
                    Map.entry("rate-limited", 429),
                    Map.entry("service-unavailable", 503));

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final URI base;

    Rest(URI base) {
        this.base = base;
    }

    /** An answer, whatever its status. */
    record Answer(int status, HttpHeaders headers, String body) {

        JsonNode expect(int... statuses) {
            expectStatus(statuses);
            return json();
        }

        /** For answers without a body. */
        void expectStatus(int... statuses) {
            assertThat(statuses).as("status %d of %s", status, body).contains(status);
        }

        JsonNode json() {
            return JSON.readTree(body);
        }

        /** Asserts a refusal with a code of the contract's table, which says the status. */
        void expectRefused(String code) {
            expectProblem(STATUS_OF.getOrDefault(code, 0), code);
        }

        /** A problem without what differs from call to call: all that its reader can learn. */
        String told() {
            return status + " " + json().path("code") + " " + json().path("detail");
        }

        /**
         * Asserts a whole problem of RFC 9457 with this code, and nothing in it that only we should
         * see.
         */
        void expectProblem(int expectedStatus, String code) {
            assertThat(status).as("status of %s", body).isEqualTo(expectedStatus);
            assertThat(headers.firstValue("content-type").orElse(""))
                    .startsWith("application/problem+json");
            JsonNode problem = json();
            assertThat(problem.path("code").asString()).as(body).isEqualTo(code);
            assertThat(problem.path("status").asInt()).isEqualTo(expectedStatus);
            for (String field : new String[] {"type", "title", "detail", "traceId"}) {
                assertThat(problem.path(field).asString(""))
                        .as("%s in %s", field, body)
                        .isNotBlank();
            }
            assertThat(body)
                    .doesNotContain("Exception", "dev.roomlog.", "org.springframework", "SELECT ");
        }
    }

    Answer get(String path, @Nullable Member as) {
        return call("GET", path, as, null);
    }

    Answer post(String path, @Nullable Member as, String json) {
        return call("POST", path, as, json);
    }

    Answer put(String path, @Nullable Member as, String json) {
        return call("PUT", path, as, json);
    }

    Answer patch(String path, @Nullable Member as, String json) {
        return call("PATCH", path, as, json);
    }

    Answer delete(String path, @Nullable Member as) {
        return call("DELETE", path, as, null);
    }

    /**
     * @param headers names and values in turn
     */
    Answer call(
            String method,
            String path,
            @Nullable Member as,
            @Nullable String json,
            String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path))
                        .timeout(Duration.ofSeconds(30))
                        .method(
                                method,
                                json == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(json));
        if (as != null) {
            request.header("Authorization", "Bearer " + as.token());
        }
        if (json != null) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

package dev.roomlog.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The whole gateway on free ports, and a plain HTTP client for it. */
final class RunningGateway implements AutoCloseable {

    static final String ORIGIN = "https://chat.example";

    final Tokens tokens = new Tokens();

    private final ConfigurableApplicationContext context;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    RunningGateway(List<String> rooms, List<String> messages, List<String> edges)
            throws IOException {
        Path keys = Files.createTempFile("jwks", ".json");
        Files.writeString(keys, tokens.publicKeys());
        List<String> arguments =
                List.of(
                        "--server.port=0",
                        // Where Boot, left alone, believes what clients say of their address.
                        "--spring.main.cloud-platform=kubernetes",
                        "--management.server.port=0",
                        "--roomlog.token.jwks=" + keys.toUri(),
                        "--roomlog.gateway.allowed-origins=" + ORIGIN,
                        "--roomlog.gateway.answer-timeout=6s",
                        "--roomlog.gateway.request-timeout=2s",
                        "--roomlog.gateway.services.room-service=" + String.join(",", rooms),
                        "--roomlog.gateway.services.message-service=" + String.join(",", messages),
                        "--roomlog.gateway.services.websocket-service=" + String.join(",", edges));
        try {
            context =
                    SpringApplication.run(
                            GatewayApplication.class, arguments.toArray(String[]::new));
        } finally {
            Files.delete(keys);
        }
    }

    int port() {
        return Integer.parseInt(
                Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
    }

    int managementPort() {
        return Integer.parseInt(
                Objects.requireNonNull(
                        context.getEnvironment().getProperty("local.management.port")));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** A request by a member with a good token. */
    HttpRequest.Builder member(String path) {
        return stranger(path).header("Authorization", "Bearer " + tokens.valid());
    }

    HttpRequest.Builder stranger(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    List<HttpResponse<String>> sendTimes(int times, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            answers.add(send(request));
        }
        return answers;
    }

    HttpClient client() {
        return client;
    }

    @Override
    public void close() {
        context.close();
        client.close();
    }
}

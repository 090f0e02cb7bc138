package dev.roomlog.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** An issuer that is not there when the gateway starts. */
class KeysAwayIT {

    private final Tokens tokens = new Tokens();

    @Test
    void isNotReadyAndJudgesNoTokenUntilTheKeysAreHere() throws Exception {
        int issuer = freePort();
        try (ConfigurableApplicationContext gateway =
                        SpringApplication.run(
                                GatewayApplication.class,
                                "--server.port=0",
                                "--management.server.port=0",
                                "--roomlog.token.jwks=http://127.0.0.1:%d/".formatted(issuer));
                HttpClient client = HttpClient.newHttpClient()) {
            String readiness =
                    "http://127.0.0.1:%s/actuator/health/readiness"
                            .formatted(property(gateway, "local.management.port"));
            String rooms =
                    "http://127.0.0.1:%s/api/rooms"
                            .formatted(property(gateway, "local.server.port"));

            HttpResponse<String> early = get(client, rooms, tokens.valid());

            assertThat(early.statusCode()).isEqualTo(503);
            assertThat(early.body()).contains("\"service-unavailable\"");
            assertThat(early.headers().firstValue("Retry-After")).isPresent();
            assertThat(get(client, rooms, "no token at all").statusCode()).isEqualTo(401);
            assertThat(get(client, readiness, null).statusCode()).isEqualTo(503);

            HttpServer arrived = publishing(issuer);
            try {
                await().until(() -> get(client, readiness, null).statusCode() == 200);
            } finally {
                arrived.stop(0);
            }
            // The issuer is gone again; what it said stays.
            assertThat(get(client, rooms, tokens.signedByForeignKey()).statusCode()).isEqualTo(401);
            assertThat(get(client, readiness, null).statusCode()).isEqualTo(200);
        }
    }

    private HttpServer publishing(int port) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        byte[] keys = tokens.publicKeys().getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        exchange.sendResponseHeaders(200, keys.length);
                        exchange.getResponseBody().write(keys);
                    }
                });
        server.start();
        return server;
    }

    private static HttpResponse<String> get(HttpClient client, String url, @Nullable String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String property(ConfigurableApplicationContext context, String name) {
        return Objects.requireNonNull(context.getEnvironment().getProperty(name));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}

package dev.roomlog.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What an OpenID provider shows of itself: its configuration and its keys. */
final class Issuer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private volatile String keys = "";
    private volatile String name;
    private volatile CountDownLatch open = new CountDownLatch(0);

    Issuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        name = url();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.merge(path, 1, Integer::sum);
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        String body =
                path.equals("/jwks")
                        ? keys
                        : "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(name, jwks());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String jwks() {
        return url() + "/jwks";
    }

    /** How often for its keys. */
    int asked() {
        return asked("/jwks");
    }

    int asked(String path) {
        return asked.getOrDefault(path, 0);
    }

    void publishes(JWK... published) {
        says(new JWKSet(List.of(published)).toString());
    }

    void says(String body) {
        keys = body;
    }

    void callsItself(String other) {
        name = other;
    }

    void hangs() {
        open = new CountDownLatch(1);
    }

    void answers() {
        open.countDown();
    }

    @Override
    public void close() {
        answers();
        server.stop(0);
        threads.close();
    }
}

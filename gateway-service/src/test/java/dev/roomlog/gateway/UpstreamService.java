package dev.roomlog.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A small real HTTP server in a service's place. It answers its own name; a query tells it to be
 * slow, to hang, to refuse or to break off. It can be stopped and started again on its port.
 */
final class UpstreamService implements AutoCloseable {

    static final String PROBLEM =
            "{\"type\":\"https://roomlog.dev/problems/muted\",\"code\":\"muted\",\"status\":403}";

    record Received(String method, String path, Map<String, String> headers, String body) {}

    final String name;
    final List<Received> received = new CopyOnWriteArrayList<>();

    private final int port;
    private final CountDownLatch closing = new CountDownLatch(1);
    private HttpServer server;

    UpstreamService(String name) throws IOException {
        this.name = name;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        this.port = server.getAddress().getPort();
        serve();
    }

    String base() {
        return "http://127.0.0.1:" + port;
    }

    void stop() {
        server.stop(0);
    }

    void startAgain() throws IOException {
        server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        serve();
    }

    private void serve() {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name, String.join(",", values)));
        received.add(
                new Received(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        headers,
                        body));
        String query = exchange.getRequestURI().getRawQuery();
        switch (query == null ? "" : query) {
            case "slow" -> {
                pause(5);
                respond(exchange, 200, "text/plain", name);
            }
            case "hang" -> {
                pause(30);
                exchange.close();
            }
            case "break" -> exchange.close();
            case "refuse" -> respond(exchange, 403, "application/problem+json", PROBLEM);
            default -> respond(exchange, 200, "text/plain", name);
        }
    }

    private void pause(int seconds) {
        try {
            var _ = closing.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void respond(HttpExchange exchange, int status, String type, String text) {
        try (exchange) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}

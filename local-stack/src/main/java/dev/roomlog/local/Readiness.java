package dev.roomlog.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** One look at whether a part can do its work; cheap, asked many times a second. */
@FunctionalInterface
interface Readiness {

    Duration PATIENCE = Duration.ofSeconds(2);

    boolean isReady();

    /** The process itself says so with a file; part of the launch is removing an old one. */
    static Readiness file(Path file) {
        return () -> Files.exists(file);
    }

    /** A MySQL-protocol server greets whoever connects, but only once it accepts sign-ins. */
    static Readiness greeting(int port) {
        return () -> {
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        (int) PATIENCE.toMillis());
                socket.setSoTimeout((int) PATIENCE.toMillis());
                try (InputStream in = socket.getInputStream()) {
                    return in.read() >= 0;
                }
            } catch (IOException e) {
                return false;
            }
        };
    }

    /** A service's own word, on its management port. */
    static Readiness health(HttpClient http, int managementPort) {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/actuator/health/readiness"
                                                .formatted(managementPort)))
                        .timeout(PATIENCE)
                        .build();
        return () -> {
            try {
                return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
                        == 200;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        };
    }
}

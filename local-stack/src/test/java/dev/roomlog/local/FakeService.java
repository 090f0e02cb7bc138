package dev.roomlog.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Stands for a service: ready at once, and tells at its port what it was told. */
final class FakeService {

    private FakeService() {}

    public static void main(String[] arguments) throws IOException {
        String told =
                String.join("\n", arguments) + "\nadmin=" + System.getenv("ROOMLOG_ADMIN_PASSWORD");
        serve(valueOf("--server.port=", arguments), told);
        serve(valueOf("--management.server.port=", arguments), "UP");
    }

    /** Jars of all services, laid out as the build leaves them. */
    static void buildAllIn(Path repository) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        String entry = FakeService.class.getName().replace('.', '/') + ".class";
        for (String service : ServiceLaunches.SERVICES) {
            Path target = Files.createDirectories(repository.resolve(service).resolve("target"));
            try (JarOutputStream jar =
                            new JarOutputStream(
                                    Files.newOutputStream(target.resolve(service + "-9.9.9.jar")),
                                    manifest);
                    var code = FakeService.class.getClassLoader().getResourceAsStream(entry)) {
                jar.putNextEntry(new JarEntry(entry));
                code.transferTo(jar);
            }
        }
    }

    private static void serve(int port, String answer) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> reply(exchange, answer));
        server.start();
    }

    private static void reply(HttpExchange exchange, String answer) throws IOException {
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static int valueOf(String option, String[] arguments) {
        return List.of(arguments).stream()
                .filter(argument -> argument.startsWith(option))
                .mapToInt(argument -> Integer.parseInt(argument.substring(option.length())))
                .findFirst()
                .orElseThrow();
    }
}

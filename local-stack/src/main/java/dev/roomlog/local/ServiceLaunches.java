package dev.roomlog.local;

import dev.roomlog.local.Addresses.ServicePorts;
import dev.roomlog.local.mariadb.MariaDbServer;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How each service is told its configuration: properties as arguments, passwords in the
 * environment, where other users of the machine cannot read them.
 */
final class ServiceLaunches {

    static final List<String> SERVICES =
            List.of("room-service", "message-service", "websocket-service", "gateway-service");

    private static final int PARTITIONS = 12;

    private final StackOptions options;
    private final Addresses addresses;
    private final SigningKeys keys;
    private final MariaDbServer mariadb;
    private final Optional<String> adminPassword;
    private final HttpClient http;

    ServiceLaunches(
            StackOptions options,
            Addresses addresses,
            SigningKeys keys,
            MariaDbServer mariadb,
            Optional<String> adminPassword,
            HttpClient http) {
        this.options = options;
        this.addresses = addresses;
        this.keys = keys;
        this.mariadb = mariadb;
        this.adminPassword = adminPassword;
        this.http = http;
    }

    Launch room() {
        Map<String, String> properties = consumer(addresses.room());
        properties.put("roomlog.token.signing-key", keys.privateKey().toUri().toString());
        properties.put("spring.datasource.url", mariadb.jdbcUrl());
        properties.put("spring.datasource.username", MariaDbServer.USER);
        // Every connector guesses wrong here: it is told MySQL by URL and finds MariaDB.
        properties.put("spring.jpa.database-platform", "org.hibernate.dialect.MariaDBDialect");
        Map<String, String> secrets = new HashMap<>();
        secrets.put("SPRING_DATASOURCE_PASSWORD", mariadb.password());
        adminPassword.ifPresent(password -> secrets.put("ROOMLOG_ADMIN_PASSWORD", password));
        return launch("room-service", addresses.room(), properties, secrets);
    }

    Launch message() {
        Map<String, String> properties = consumer(addresses.message());
        properties.put("spring.mongodb.uri", mongoUri());
        return launch("message-service", addresses.message(), properties, Map.of());
    }

    Launch edge(ServicePorts ports) {
        Map<String, String> properties = consumer(ports);
        properties.put("roomlog.edge.allowed-origins", origins());
        return launch("websocket-service", ports, properties, Map.of());
    }

    Launch gateway() {
        Map<String, String> properties = service(addresses.gateway());
        properties.put("roomlog.gateway.services.room-service", addresses.room().url());
        properties.put("roomlog.gateway.services.message-service", addresses.message().url());
        properties.put(
                "roomlog.gateway.services.websocket-service",
                addresses.edges().stream().map(ServicePorts::url).collect(Collectors.joining(",")));
        properties.put("roomlog.gateway.allowed-origins", origins());
        return launch("gateway-service", addresses.gateway(), properties, Map.of());
    }

    String mongoUri() {
        return "mongodb://127.0.0.1:%d/roomlog?retryWrites=false".formatted(addresses.mongo());
    }

    /** As browsers write the origin of a page that the gateway serves. */
    private String origins() {
        int port = addresses.gateway().client();
        return "http://localhost:%d,http://127.0.0.1:%d".formatted(port, port);
    }

    private Map<String, String> consumer(ServicePorts ports) {
        Map<String, String> properties = service(ports);
        properties.put("spring.kafka.bootstrap-servers", addresses.kafka().bootstrapServers());
        properties.put("roomlog.kafka.partitions", Integer.toString(PARTITIONS));
        properties.put(
                "roomlog.kafka.replication", Integer.toString(addresses.kafka().replication()));
        return properties;
    }

    private Map<String, String> service(ServicePorts ports) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("server.port", Integer.toString(ports.client()));
        properties.put("server.address", "127.0.0.1");
        properties.put("management.server.port", Integer.toString(ports.management()));
        properties.put("management.server.address", "127.0.0.1");
        properties.put("roomlog.token.jwks", keys.publicKeys().toUri().toString());
        return properties;
    }

    private Launch launch(
            String service,
            ServicePorts ports,
            Map<String, String> properties,
            Map<String, String> secrets) {
        properties.putAll(options.properties().getOrDefault(service, Map.of()));
        List<String> arguments = new ArrayList<>();
        properties.forEach((key, value) -> arguments.add("--%s=%s".formatted(key, value)));
        ServiceJar jar = ServiceJar.find(options, service);
        return new Launch(
                jar.command(arguments),
                secrets,
                ports.both(),
                Readiness.health(http, ports.management()));
    }
}

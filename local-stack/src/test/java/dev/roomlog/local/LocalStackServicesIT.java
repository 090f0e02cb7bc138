package dev.roomlog.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/** What services are told, with stand-ins that repeat it. */
class LocalStackServicesIT {

    @TempDir Path folder;
    @TempDir Path repository;
    private StackOptions options;

    @BeforeEach
    void buildServices() throws IOException {
        FakeService.buildAllIn(repository);
        StackOptions real = StackOptions.in(folder);
        options =
                new StackOptions(
                        real.folder(),
                        repository,
                        2,
                        1,
                        0,
                        1,
                        true,
                        false,
                        false,
                        real.properties(),
                        real.progress());
    }

    @Test
    void tellsEachServiceWhatTheContractSays() throws Exception {
        String password;
        try (LocalStack stack =
                LocalStack.start(
                        options.withProperty("websocket-service", "roomlog.edge.x", "7"))) {
            password = stack.adminPassword().orElseThrow();
            int port = stack.gatewayUrl().getPort();

            List<String> room = told(stack.part("room-service").url());
            assertThat(room)
                    .contains(
                            "--spring.kafka.bootstrap-servers=" + stack.bootstrapServers(),
                            "--spring.datasource.url=" + stack.jdbcUrl(),
                            "--roomlog.kafka.partitions=12",
                            "--roomlog.kafka.replication=1",
                            "--roomlog.token.jwks=" + stack.publicKeys().toUri(),
                            "--roomlog.token.signing-key=" + stack.signingKey().toUri(),
                            "admin=" + password)
                    .noneMatch(line -> line.contains(stack.jdbcPassword()));
            assertThat(told(stack.part("message-service").url()))
                    .contains("--spring.mongodb.uri=" + stack.mongoUri(), "admin=null");
            assertThat(told(stack.edges().getFirst().url())).contains("--roomlog.edge.x=7");
            Part third = stack.addEdge();
            assertThat(told(stack.gatewayUrl()))
                    .contains(
                            "--roomlog.gateway.services.websocket-service=%s,%s,%s"
                                    .formatted(
                                            stack.part("edge-1").url(),
                                            stack.part("edge-2").url(),
                                            third.url()),
                            "--roomlog.gateway.allowed-origins=http://localhost:%d,http://127.0.0.1:%d"
                                    .formatted(port, port))
                    .noneMatch(line -> line.contains("signing-key"));

            Part edge = stack.part("edge-1");
            URI before = edge.url();
            long pid = edge.pid();
            edge.kill();
            assertThat(edge.isRunning()).isFalse();
            edge.start().awaitReady();
            assertThat(edge.url()).isEqualTo(before);
            assertThat(edge.pid()).isNotEqualTo(pid);
            assertThat(told(edge.url())).isNotEmpty();
        }

        try (LocalStack again = LocalStack.start(options)) {
            assertThat(again.adminPassword()).isEmpty();
            assertThat(told(again.part("room-service").url())).contains("admin=null");
        }
        assertThat(folder.resolve("secrets")).isDirectoryNotContaining("glob:**admin*");
    }

    @Test
    void saysInOneLineWhichPortIsTakenAndWhichJarIsMissing() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> LocalStack.start(options.withPort(taken.getLocalPort())))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("in use");
        }
        assertThatThrownBy(() -> ServiceJar.find(options.withRepository(folder), "room-service"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("./mvnw");
    }

    private static List<String> told(URI service) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(service).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .toList();
        }
    }
}

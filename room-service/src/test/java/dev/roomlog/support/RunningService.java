package dev.roomlog.support;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;

import dev.roomlog.RoomServiceApplication;

import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The whole service, once for all tests, on real MariaDB and real Kafka, spoken to by HTTP. */
@SpringBootTest(
        classes = RoomServiceApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "roomlog.admin.password=not-the-usual-one",
            "spring.jpa.properties.hibernate.generate_statistics=true"
        })
public abstract class RunningService {

    private static final String URL = TestDatabase.create("roomlog_service_it");

    @LocalServerPort private int port;
    @Autowired private JsonMapper json;
    @Autowired private HikariDataSource pool;

    /** One that is kept is missed by somebody later. */
    @AfterEach
    void everyConnectionIsGivenBack() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
    }

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        settings().forEach((name, value) -> registry.add(name, () -> value));
    }

    private static Map<String, String> settings() {
        return Map.of(
                "spring.datasource.url", URL,
                "spring.datasource.username", "root",
                "spring.datasource.password", "",
                "spring.jpa.database-platform", TestDatabase.dialect(),
                "spring.kafka.bootstrap-servers", TestKafka.servers(),
                "roomlog.kafka.partitions", Integer.toString(TestKafka.LAYOUT.partitions()),
                "roomlog.token.jwks", TestKeys.publicJwks(),
                "roomlog.token.signing-key", TestKeys.privateJwk());
    }

    /** Another instance on the same database and broker: {@code name=value} is set differently. */
    protected static OtherService another(String... different) {
        Map<String, String> all = new HashMap<>(settings());
        all.put("server.port", "0");
        all.put("management.server.port", "0");
        for (String setting : different) {
            int equals = setting.indexOf('=');
            all.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return new OtherService(
                SpringApplication.run(
                        RoomServiceApplication.class,
                        all.entrySet().stream()
                                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                                .toArray(String[]::new)));
    }

    protected Http http() {
        return new Http("http://127.0.0.1:" + port, json, null);
    }

    /** Signed up under a name nobody has. */
    protected Http someone() {
        return named(Http.freshName());
    }

    protected Http named(String username) {
        return http().signUp(username);
    }
}

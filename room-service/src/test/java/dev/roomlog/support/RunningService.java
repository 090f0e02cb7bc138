package dev.roomlog.support;

import dev.roomlog.RoomServiceApplication;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import tools.jackson.databind.json.JsonMapper;

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

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", () -> URL);
        registry.add("spring.datasource.username", () -> "root");
        registry.add("spring.datasource.password", () -> "");
        registry.add("spring.jpa.database-platform", TestDatabase::dialect);
        registry.add("spring.kafka.bootstrap-servers", TestKafka::servers);
        registry.add("roomlog.kafka.partitions", TestKafka.LAYOUT::partitions);
        registry.add("roomlog.token.jwks", TestKeys::publicJwks);
        registry.add("roomlog.token.signing-key", TestKeys::privateJwk);
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

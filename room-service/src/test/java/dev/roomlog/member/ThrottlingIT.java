package dev.roomlog.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.support.Http;
import dev.roomlog.support.Http.Answer;
import dev.roomlog.support.OtherService;
import dev.roomlog.support.RunningService;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two instances on one database. The other one slows an address down after three failures. */
class ThrottlingIT extends RunningService {

    private static final String PASSWORD = "a good one to keep";
    private static OtherService other;

    @Autowired private JdbcClient jdbc;

    @BeforeAll
    static void start() {
        other = another("roomlog.sign-in.address-failures=3", "roomlog.sign-in.clean-up=100ms");
    }

    @AfterAll
    static void stop() {
        other.close();
    }

    @BeforeEach
    void forget() {
        jdbc.sql("DELETE FROM sign_in_failures").update();
    }

    @Test
    void theSixthTryMustWaitThroughWhicheverReplica() {
        String name = someone().username();
        for (int i = 0; i < 5; i++) {
            assertThat(login(i % 2 == 0 ? http() : other.http(), "192.0.2." + i, name, "wrong"))
                    .isEqualTo("401 bad-credentials ");
        }

        assertThat(login(http(), "192.0.2.10", name, PASSWORD)).isEqualTo("429 rate-limited 2");
        assertThat(
                        login(
                                other.http(),
                                "192.0.2.11",
                                name.toUpperCase(java.util.Locale.ROOT),
                                PASSWORD))
                .isEqualTo("429 rate-limited 2");
        assertThat(login(http(), "192.0.2.12", someone().username(), PASSWORD)).startsWith("200");
    }

    @Test
    void whoIsNotThereMustWaitAlike() {
        for (int i = 0; i < 5; i++) {
            assertThat(login(http(), "192.0.2." + i, "nobody-here", "wrong"))
                    .isEqualTo("401 bad-credentials ");
        }

        assertThat(login(other.http(), "192.0.2.9", "nobody-here", "wrong"))
                .isEqualTo("429 rate-limited 2");
    }

    @Test
    void manyTriesAtOnceThroughTwoReplicasAreFiveTries() throws Exception {
        String name = someone().username();
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            Http replica = i % 2 == 0 ? http() : other.http();
            String address = "192.0.2." + i;
            calls.add(() -> login(replica, address, name, "wrong"));
        }

        List<String> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> call : threads.invokeAll(calls)) {
                answers.add(call.get());
            }
        }

        assertThat(answers).filteredOn(answer -> answer.startsWith("401")).hasSize(5);
        assertThat(answers).filteredOn(answer -> answer.startsWith("429")).hasSize(19);
    }

    @Test
    void afterTheWaitTheRightPasswordClearsTheCount() {
        String name = someone().username();
        for (int i = 0; i < 5; i++) {
            login(http(), "192.0.2." + i, name, "wrong");
        }
        jdbc.sql("UPDATE sign_in_failures SET last_at = last_at - 2000").update();

        assertThat(login(http(), "192.0.2.10", name, PASSWORD)).startsWith("200");

        for (int i = 0; i < 5; i++) {
            assertThat(login(http(), "192.0.2." + i, name, "wrong")).startsWith("401");
        }
        assertThat(login(http(), "192.0.2.10", name, PASSWORD)).startsWith("429");
    }

    @Test
    void aWrongOldPasswordCountsToo() {
        Http member = someone();
        for (int i = 0; i < 5; i++) {
            assertThat(changePassword(member).code()).isEqualTo("bad-credentials");
        }

        Answer change = changePassword(member);

        assertThat(change.status()).isEqualTo(429);
        assertThat(change.header("Retry-After")).isEqualTo("2");
        assertThat(login(http(), "192.0.2.1", member.username(), PASSWORD)).startsWith("429");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.50,192.0.2.50,192.0.2.51",
        "2001:db8:0:1::1,2001:db8:0:1:ffff::2,2001:db8:0:2::1"
    })
    void anAddressMustWaitWhateverNamesItTries(String first, String same, String another) {
        for (int i = 0; i < 3; i++) {
            assertThat(login(other.http(), first, "nobody-" + i, "wrong")).startsWith("401");
        }

        assertThat(login(other.http(), same, "nobody-9", "wrong")).isEqualTo("429 rate-limited 2");
        assertThat(login(other.http(), another, "nobody-9", "wrong")).startsWith("401");
    }

    @Test
    void whoSignsInRightIsNoFailureOfItsAddress() {
        String name = someone().username();
        for (int i = 0; i < 5; i++) {
            assertThat(login(other.http(), "192.0.2.60", name, PASSWORD)).startsWith("200");
        }
    }

    @Test
    void whatIsNoAddressCountsForThePeer() {
        for (int i = 0; i < 3; i++) {
            login(other.http(), "1.2.3." + i + ", 5.6.7.8", "nobody-" + i, "wrong");
        }

        assertThat(login(other.http(), "unknown", "nobody-9", "wrong")).startsWith("429");
    }

    @Test
    void whatIsForgottenIsDeleted() {
        login(http(), "192.0.2.70", "nobody-here", "wrong");
        jdbc.sql("UPDATE sign_in_failures SET last_at = last_at - 900000").update();

        org.awaitility.Awaitility.await()
                .untilAsserted(() ->
                        assertThat(
                                        jdbc.sql("SELECT COUNT(*) FROM sign_in_failures")
                                                .query(Integer.class)
                                                .single())
                                .isZero());
    }

    private static Answer changePassword(Http member) {
        return member.put(
                "/api/members/me/password", "{\"old\":\"wrong\",\"new\":\"another one to keep\"}");
    }

    /** Status, code and Retry-After. */
    private static String login(Http replica, String address, String name, String password) {
        Answer answer =
                replica.send(
                        replica.request("/api/auth/login")
                                .header("Content-Type", "application/json")
                                .header("X-Real-IP", address)
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"username\":\"%s\",\"password\":\"%s\"}"
                                                        .formatted(name, password))));
        return answer.status() + " " + answer.code() + " " + answer.header("Retry-After");
    }
}

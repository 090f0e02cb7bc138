package dev.roomlog.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class OpeningHandshakeTest {

    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    OpeningHandshakeTest() {
        set("host", "chat.example");
        set("upgrade", "websocket");
        set("connection", "Upgrade");
        set("sec-websocket-key", KEY);
        set("sec-websocket-version", "13");
    }

    @Test
    void acceptsTheExampleOfTheRfcAndWhatBrowsersSend() {
        assertThat(status()).isEqualTo(101);

        set("connection", "keep-alive, Upgrade");
        set("upgrade", "WebSocket");
        assertThat(status()).isEqualTo(101);

        set("connection", "keep-alive", "upgrade");
        assertThat(status()).isEqualTo(101);
    }

    @Test
    void refusesEachHeaderThatIsMissingOrThereTwice() {
        for (String name : List.copyOf(headers.keySet())) {
            List<String> good = headers.remove(name);
            assertThat(status()).as("no " + name).isEqualTo(400);

            headers.put(name, good);
            assertThat(status()).isEqualTo(101);
        }
        for (String name : List.of("host", "sec-websocket-key", "sec-websocket-version")) {
            List<String> good = headers.getOrDefault(name, List.of());
            List<String> twice = new ArrayList<>(good);
            twice.addAll(good);
            headers.put(name, twice);
            assertThat(status()).as("two " + name).isEqualTo(400);

            headers.put(name, good);
        }
    }

    @Test
    void refusesKeysThatAreNotSixteenBytes() {
        for (String key :
                List.of("", "AAAA", KEY + "AAAA", "dGhlIHNhbXBsZSBub25jZQ", "a".repeat(24), "?")) {
            set("sec-websocket-key", key);
            assertThat(status()).as(key).isEqualTo(400);
        }
    }

    @Test
    void saysWhichVersionIsSpoken() {
        for (String version : List.of("8", "7", "0", "14", "130", "", "x", "13, 8")) {
            set("sec-websocket-version", version);
            assertThat(status()).as(version).isEqualTo(426);
        }
    }

    @Test
    void refusesOtherMethodsAndVersionsOfHttp() {
        assertThat(status("POST", "HTTP/1.1")).isEqualTo(400);
        assertThat(status("GET", "HTTP/1.0")).isEqualTo(400);
        assertThat(status("get", "HTTP/1.1")).isEqualTo(400);
    }

    private void set(String name, String... values) {
        headers.put(name, List.of(values));
    }

    private int status() {
        return status("GET", "HTTP/1.1");
    }

    private int status(String method, String version) {
        return new OpeningHandshake(method, version, name -> headers.getOrDefault(name, List.of()))
                .fault()
                .map(OpeningHandshake.Fault::status)
                .orElse(101);
    }
}

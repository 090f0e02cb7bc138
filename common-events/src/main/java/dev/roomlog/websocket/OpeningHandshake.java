package dev.roomlog.websocket;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A client's opening handshake.
 *
 * @param version as it stands in the request line, such as {@code HTTP/1.1}
 * @param headers the values of a header, by its name in any case; none if it is absent
 */
public record OpeningHandshake(
        String method, String version, Function<String, List<String>> headers) {

    /** The version of the protocol spoken here, and its header. */
    public static final String VERSION = "13";

    public static final String VERSION_HEADER = "Sec-WebSocket-Version";

    private static final String KEY_HEADER = "Sec-WebSocket-Key";
    private static final int KEY_BYTES = 16;
    private static final int KEY_CHARACTERS = 24;

    /**
     * Why it is refused.
     *
     * @param status 400; or 426, which must be answered with {@link #VERSION_HEADER} (§4.4)
     */
    public record Fault(int status, String detail) {}

    /** The first thing that is wrong, if anything is. */
    public Optional<Fault> fault() {
        if (!method.equals("GET") || !version.equals("HTTP/1.1")) {
            return malformed("A WebSocket is opened with GET and HTTP/1.1.");
        }
        if (headers.apply("Host").size() != 1) {
            return malformed("One Host is needed.");
        }
        if (!lists("Upgrade", "websocket") || !lists("Connection", "upgrade")) {
            return malformed("Here only WebSocket is spoken (RFC 6455, version 13).");
        }
        List<String> keys = headers.apply(KEY_HEADER);
        if (keys.size() != 1 || !isKey(keys.getFirst().strip())) {
            return malformed("One Sec-WebSocket-Key of 16 bytes in base64 is needed.");
        }
        List<String> versions = headers.apply(VERSION_HEADER);
        if (versions.size() != 1) {
            return malformed("One Sec-WebSocket-Version is needed.");
        }
        return versions.getFirst().strip().equals(VERSION)
                ? Optional.empty()
                : Optional.of(new Fault(426, "Of WebSocket only version 13 is spoken here."));
    }

    private static Optional<Fault> malformed(String detail) {
        return Optional.of(new Fault(400, detail));
    }

    private boolean lists(String header, String token) {
        return headers.apply(header).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .anyMatch(listed -> listed.strip().equalsIgnoreCase(token));
    }

    private static boolean isKey(String text) {
        try {
            return text.length() == KEY_CHARACTERS
                    && Base64.getDecoder().decode(text).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

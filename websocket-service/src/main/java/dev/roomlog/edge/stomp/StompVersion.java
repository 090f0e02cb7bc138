package dev.roomlog.edge.stomp;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The protocol versions spoken here, and in what their bytes differ. */
public enum StompVersion {
    V1_0("1.0", "v10.stomp"),
    V1_1("1.1", "v11.stomp"),
    V1_2("1.2", "v12.stomp");

    private final String number;
    private final String subProtocol;

    StompVersion(String number, String subProtocol) {
        this.number = number;
        this.subProtocol = subProtocol;
    }

    public String number() {
        return number;
    }

    /** WebSocket sub-protocol names as registered with IANA, newest first. */
    public static List<String> subProtocols() {
        return Arrays.stream(values())
                .sorted(Comparator.reverseOrder())
                .map(version -> version.subProtocol)
                .toList();
    }

    /**
     * The highest version both sides speak (section "Protocol Negotiation").
     *
     * @param acceptVersion the header's value; a 1.0 client sends none
     */
    public static Optional<StompVersion> negotiate(@Nullable String acceptVersion) {
        if (acceptVersion == null) {
            return Optional.of(V1_0);
        }
        List<String> offered =
                Arrays.stream(acceptVersion.split(",", -1)).map(String::trim).toList();
        return Arrays.stream(values())
                .filter(version -> offered.contains(version.number))
                .max(Comparator.naturalOrder());
    }

    /** Section "Value Encoding": since 1.1. */
    boolean escapes() {
        return this != V1_0;
    }

    /**
     * "EOL = [CR] LF" and no CR within a header, since 1.2; before, a line ends with LF and CR is
     * like any other octet.
     */
    boolean endsLinesWithCr() {
        return this == V1_2;
    }

    /**
     * The specification of 1.0 pads values in its own examples ("destination: /queue/a"); later
     * ones forbid it (section "Value Encoding").
     */
    boolean padsValues() {
        return this == V1_0;
    }

    /** "The body of the SUBSCRIBE command is ignored" in 1.0; later it is not allowed. */
    boolean ignoresBodies() {
        return this == V1_0;
    }
}

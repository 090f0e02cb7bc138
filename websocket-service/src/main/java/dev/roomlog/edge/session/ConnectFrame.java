package dev.roomlog.edge.session;

import dev.roomlog.edge.stomp.HeartBeats;
import dev.roomlog.edge.stomp.StompFrame;
import dev.roomlog.edge.stomp.StompVersion;
import dev.roomlog.events.RefusalCode;

import java.time.Duration;
import java.util.Optional;

/** What a CONNECT or STOMP frame asks for. */
sealed interface ConnectFrame {

    /**
     * @param token not verified yet; empty when there is none
     */
    record Asks(StompVersion version, HeartBeats beats, String token) implements ConnectFrame {}

    /** Section "Protocol Negotiation": ERROR with the versions that would do. */
    record NoCommonVersion() implements ConnectFrame {}

    record Broken(Refusal refusal) implements ConnectFrame {}

    /**
     * @param heartBeat what this side can send and wants to get
     */
    static ConnectFrame of(StompFrame frame, Duration heartBeat) {
        Optional<StompVersion> version =
                StompVersion.negotiate(frame.header("accept-version").orElse(null));
        if (version.isEmpty()) {
            return new NoCommonVersion();
        }
        return HeartBeats.negotiate(frame.header("heart-beat").orElse("0,0"), heartBeat)
                .<ConnectFrame>map(beats -> new Asks(version.get(), beats, tokenOf(frame)))
                .orElseGet(() ->
                        new Broken(
                                new Refusal(
                                        RefusalCode.MALFORMED_FRAME,
                                        "heart-beat is not two numbers")));
    }

    private static String tokenOf(StompFrame frame) {
        String authorization =
                frame.header("Authorization").or(() -> frame.header("authorization")).orElse("");
        return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).trim()
                : frame.header("passcode").orElse("");
    }
}

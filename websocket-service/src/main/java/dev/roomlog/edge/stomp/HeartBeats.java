package dev.roomlog.edge.stomp;

import java.time.Duration;
import java.util.Optional;

/**
 * What both sides agreed on (section "Heart-beating"): for each direction the larger of what one
 * can do and what the other wants, or nothing if either is zero.
 *
 * @param send how often we must send something; zero: never
 * @param expect how often the client must; zero: never
 */
public record HeartBeats(Duration send, Duration expect) {

    public static final HeartBeats NONE = new HeartBeats(Duration.ZERO, Duration.ZERO);

    /**
     * @param header the client's {@code heart-beat: cx,cy}
     * @param ours what we can do and want, both ways
     * @return empty when the header is malformed
     */
    public static Optional<HeartBeats> negotiate(String header, Duration ours) {
        String[] parts = header.split(",", -1);
        if (parts.length != 2 || !isMillis(parts[0]) || !isMillis(parts[1])) {
            return Optional.empty();
        }
        long canSend = Long.parseLong(parts[0]);
        long wants = Long.parseLong(parts[1]);
        return Optional.of(new HeartBeats(agree(ours, wants), agree(ours, canSend)));
    }

    private static Duration agree(Duration ours, long theirs) {
        return theirs == 0 || ours.isZero()
                ? Duration.ZERO
                : Duration.ofMillis(Math.max(ours.toMillis(), theirs));
    }

    private static boolean isMillis(String text) {
        return !text.isEmpty()
                && text.length() <= 9
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}

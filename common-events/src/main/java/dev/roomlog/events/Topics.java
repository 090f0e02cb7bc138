package dev.roomlog.events;

import static dev.roomlog.events.Topic.Keyed.BY_MEMBERSHIP;
import static dev.roomlog.events.Topic.Keyed.BY_ROOM;
import static dev.roomlog.events.Topic.Owner.MESSAGE_SERVICE;
import static dev.roomlog.events.Topic.Owner.ROOM_SERVICE;
import static dev.roomlog.events.Topic.Owner.WEBSOCKET_SERVICE;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Every topic there is. All have the same number of partitions. */
public final class Topics {

    private static final String MESSAGES_PREFIX = "chat.messages.e";

    /** {@link dev.roomlog.events.v1.RoomState}: full state of a room. */
    public static final Topic ROOMS = new Topic("chat.rooms", BY_ROOM, ROOM_SERVICE, compacted());

    /** {@link dev.roomlog.events.v1.MembershipState}: full state of a membership. */
    public static final Topic MEMBERSHIPS =
            new Topic("chat.memberships", BY_MEMBERSHIP, ROOM_SERVICE, compacted());

    /** {@link dev.roomlog.events.v1.ReadMarker}: how far a member has read. */
    public static final Topic READS =
            new Topic("chat.reads", BY_MEMBERSHIP, WEBSOCKET_SERVICE, compacted());

    /** {@link dev.roomlog.events.v1.Signal}: typing, presence. */
    public static final Topic SIGNALS =
            new Topic("chat.signals", BY_ROOM, WEBSOCKET_SERVICE, shortLived());

    /** {@link dev.roomlog.events.v1.Notice}: what a member should know wherever connected. */
    public static final Topic NOTICES =
            new Topic("chat.notices", BY_ROOM, WEBSOCKET_SERVICE, shortLived());

    /**
     * {@link dev.roomlog.events.v1.DeadLetter}: what a reader could not decode or apply. Keyed as
     * the original, so by room or by membership.
     */
    public static final Topic DEAD_LETTERS =
            new Topic(
                    "chat.dead-letters",
                    BY_ROOM,
                    MESSAGE_SERVICE,
                    Map.of(
                            "cleanup.policy",
                            "delete",
                            "retention.ms",
                            millis(Duration.ofDays(30))));

    private Topics() {}

    /**
     * {@link dev.roomlog.events.v1.MessageEvent}: what a room's members say. Positions carry the
     * epoch.
     */
    public static Topic messages(int epoch) {
        return new Topic(
                messagesName(epoch),
                BY_ROOM,
                WEBSOCKET_SERVICE,
                Map.of("cleanup.policy", "delete", "retention.ms", millis(Duration.ofDays(7))));
    }

    public static String messagesName(int epoch) {
        if (epoch < 1 || epoch > Position.MAX_EPOCH) {
            throw new IllegalArgumentException(
                    "epoch must be 1 to " + Position.MAX_EPOCH + ": " + epoch);
        }
        return MESSAGES_PREFIX + epoch;
    }

    public static List<Topic> all(int epoch) {
        return List.of(messages(epoch), ROOMS, MEMBERSHIPS, READS, SIGNALS, NOTICES, DEAD_LETTERS);
    }

    private static Map<String, String> compacted() {
        return Map.of("cleanup.policy", "compact");
    }

    private static Map<String, String> shortLived() {
        return Map.of(
                "cleanup.policy", "delete",
                "retention.ms", millis(Duration.ofMinutes(10)),
                "segment.ms", millis(Duration.ofMinutes(5)));
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}

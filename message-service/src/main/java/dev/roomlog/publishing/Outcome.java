package dev.roomlog.publishing;

import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;

import java.time.Duration;

/** What became of something a member did. */
public sealed interface Outcome {

    /**
     * It is in the log.
     *
     * @param position of the message's first record, if it was posted; of the change, if it was
     *     changed; where nothing had to be changed, of the change after which it stood so
     */
    record Done(MessageId message, Position position) implements Outcome {}

    /**
     * @param detail one English line
     * @param pause how long to wait before another try; zero where that is not what is missing
     */
    record Refused(RefusalCode code, String detail, Duration pause) implements Outcome {

        static Refused of(RefusalCode code) {
            return new Refused(code, code.title(), Duration.ZERO);
        }

        static Refused because(RefusalCode code, String detail) {
            return new Refused(code, detail, Duration.ZERO);
        }

        static Refused after(RefusalCode code, Duration pause) {
            return new Refused(code, code.title(), pause);
        }
    }
}

package dev.roomlog.publishing;

import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.v1.MessageEvent;

/** What is to become of a change somebody asked for. */
sealed interface Decision {

    record Publish(MessageEvent event) implements Decision {}

    /**
     * It stands so already.
     *
     * @param since the message's last change, at or before which it came to stand so
     */
    record Stands(Position since) implements Decision {}

    /**
     * @param detail one English line
     */
    record Refuse(RefusalCode code, String detail) implements Decision {

        static Refuse of(RefusalCode code) {
            return new Refuse(code, code.title());
        }
    }
}

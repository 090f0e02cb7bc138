package dev.roomlog.membership;

import dev.roomlog.events.RefusalCode;
import dev.roomlog.posting.PostingRight;

import java.time.Instant;

/** What a member is to a room, for one who wants to act there. */
public sealed interface Standing {

    record Inside(KnownRoom room, Membership membership) implements Standing {

        public PostingRight right() {
            return new PostingRight(
                    membership.staff(), room.open(), room.slowMode(), membership.mutedUntil());
        }

        public boolean isStaff() {
            return membership.staff() && room.kind() != KnownRoom.Kind.DIRECT;
        }

        public boolean isMuted(Instant now) {
            return right().isMuted(now);
        }
    }

    /**
     * @param access why, as one who only reads is told
     * @param code why, as one who acts is told
     */
    record Outside(Access access, RefusalCode code) implements Standing {}
}

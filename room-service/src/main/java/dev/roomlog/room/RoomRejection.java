package dev.roomlog.room;

import dev.roomlog.events.RefusalCode;

/** Why a member may not do that with a room. */
public sealed interface RoomRejection {

    RefusalCode code();

    /** No such room, or one that is not revealed to the caller. */
    record NotFound() implements RoomRejection {
        @Override
        public RefusalCode code() {
            return RefusalCode.NOT_FOUND;
        }
    }

    /** Someone named is no member of this installation, or not in this room. */
    record UnknownMember() implements RoomRejection {
        @Override
        public RefusalCode code() {
            return RefusalCode.UNKNOWN_MEMBER;
        }
    }

    record NotAMember() implements RoomRejection {
        @Override
        public RefusalCode code() {
            return RefusalCode.NOT_A_MEMBER;
        }
    }

    record Forbidden() implements RoomRejection {
        @Override
        public RefusalCode code() {
            return RefusalCode.FORBIDDEN;
        }
    }

    record Banned() implements RoomRejection {
        @Override
        public RefusalCode code() {
            return RefusalCode.BANNED;
        }
    }

    record AdminsOnly() implements RoomRejection {
        @Override
        public RefusalCode code() {
            return RefusalCode.ADMINS_ONLY;
        }
    }

    record LastOwner() implements RoomRejection {
        @Override
        public RefusalCode code() {
            return RefusalCode.LAST_OWNER;
        }
    }
}

package dev.roomlog.message;

import dev.roomlog.events.MemberId;

/** A member's reaction with one emoji: there or not, never twice. */
public record Reaction(MemberId member, String emoji) {

    /** Bytes of UTF-8 an emoji may have. */
    public static final int MAX_EMOJI_BYTES = 32;
}

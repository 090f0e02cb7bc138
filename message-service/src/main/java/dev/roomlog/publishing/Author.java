package dev.roomlog.publishing;

import dev.roomlog.events.MemberId;

import java.time.Instant;

/** Who acts, and since when the token says so. */
public record Author(MemberId member, Instant tokenIssuedAt) {}

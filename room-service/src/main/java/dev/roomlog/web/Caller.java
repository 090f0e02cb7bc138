package dev.roomlog.web;

import dev.roomlog.events.MemberId;

/** Who is calling, by a verified token. As a controller's parameter it is filled in. */
public record Caller(MemberId member) {}

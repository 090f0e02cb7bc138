package dev.roomlog.edge.tail;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.RoomId;

/** One message that a member wants to post in a room with slow mode. */
public record Turn(RoomId room, MemberId member, MessageId message) {}

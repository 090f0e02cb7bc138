package dev.roomlog.edge.fanout;

import dev.roomlog.edge.stomp.StompFrame;
import dev.roomlog.edge.stomp.StompVersion;
import dev.roomlog.edge.subscription.Subscription;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;

/** A client that subscribes to one room and remembers what it was sent. */
final class Reader {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    final InMemoryOutbound outbound;
    final Subscription subscription;

    /** Frames that a test has looked at. */
    int checked;

    Reader(RoomId room) {
        this(room, "sub", ImmediateEventExecutor.INSTANCE);
    }

    Reader(RoomId room, String id, EventExecutor executor) {
        this(room, id, new InMemoryOutbound(executor));
    }

    Reader(RoomId room, String id, InMemoryOutbound outbound) {
        this.outbound = outbound;
        subscription =
                new Subscription(outbound, id, StompVersion.V1_2, room, new MemberId("reader"));
    }

    /** The kinds of events in the order they came. */
    List<String> events() {
        return outbound.frames.stream().map(frame -> frame.header("x-event").orElse("")).toList();
    }

    /** Of the events that have one. */
    List<Position> positions() {
        return outbound.frames.stream()
                .flatMap(frame -> frame.header("x-position").stream())
                .flatMap(text -> Position.parse(text).stream())
                .toList();
    }

    JsonNode body(int index) {
        return JSON.readTree(frame(index).body());
    }

    StompFrame frame(int index) {
        return outbound.frames.get(index);
    }
}

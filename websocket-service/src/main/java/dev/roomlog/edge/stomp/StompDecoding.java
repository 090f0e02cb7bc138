package dev.roomlog.edge.stomp;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What some bytes turned out to be: the frames they completed, in order, and what broke the stream
 * after them, if anything did. Line ends between frames (heart-beats) leave no trace here.
 */
public record StompDecoding(List<StompFrame> frames, @Nullable Breach breach) {

    public StompDecoding {
        frames = List.copyOf(frames);
    }

    /** Why a stream cannot be read any further. */
    public sealed interface Breach {
        String detail();

        /** Not STOMP. */
        record Malformed(String detail) implements Breach {}

        /** STOMP, but beyond a limit. */
        record TooLarge(String detail) implements Breach {}
    }
}

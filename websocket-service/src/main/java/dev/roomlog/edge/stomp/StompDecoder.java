package dev.roomlog.edge.stomp;

import static dev.roomlog.edge.stomp.StompBreachException.malformed;
import static dev.roomlog.edge.stomp.StompBreachException.tooLarge;

import dev.roomlog.edge.stomp.StompDecoding.Breach;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns the bytes of one side of a connection, split anywhere, into frames (section "Augmented
 * BNF"). How they are split changes nothing. Holds at most one unfinished frame, within the limits
 * as it grows; nothing between frames. After a breach nothing more is read. One thread at a time.
 */
public final class StompDecoder {

    private static final byte LF = '\n';
    private static final byte NUL = 0;

    /** The longest command has 11. */
    private static final int COMMAND_BYTES = 16;

    private final StompLimits limits;
    private final boolean fromServer;
    private StompVersion version;
    private boolean negotiated;

    private final PendingBytes pending = new PendingBytes();
    private @Nullable StompCommand command;
    private StompHeaders.Builder headers = new StompHeaders.Builder();
    private @Nullable StompHeaders complete;
    private int contentLength = -1;

    /** Taken from the stream since the frame began. */
    private int frameBytes;

    private @Nullable Breach breach;

    private StompDecoder(
            StompLimits limits, boolean fromServer, StompVersion version, boolean negotiated) {
        this.limits = limits;
        this.fromServer = fromServer;
        this.version = version;
        this.negotiated = negotiated;
    }

    /**
     * Reads what a client sends. The rules are those of 1.2 until its first CONNECT, and from the
     * end of that frame's headers on those of the version that {@link StompVersion#negotiate} finds
     * in them: also for frames that came together with it.
     */
    public static StompDecoder ofClient(StompLimits limits) {
        return new StompDecoder(limits, false, StompVersion.V1_2, false);
    }

    /** Reads what a server sends to a client that speaks this version. */
    public static StompDecoder ofServer(StompLimits limits, StompVersion version) {
        return new StompDecoder(limits, true, version, true);
    }

    /** Reads all of {@code in}, or up to the breach. */
    public StompDecoding decode(ByteBuf in) {
        List<StompFrame> frames = new ArrayList<>(1);
        try {
            while (breach == null && in.isReadable()) {
                if (command != null && complete != null) {
                    readBody(in, command, complete, frames);
                } else {
                    readLine(in);
                }
            }
        } catch (StompBreachException e) {
            breach = e.breach();
            reset();
        }
        return new StompDecoding(frames, breach);
    }

    /** The bytes held for a frame that has not come whole; never above the limit of a frame. */
    int heldBytes() {
        return pending.capacity() + headers.length();
    }

    boolean isWithinFrame() {
        return command != null || pending.size() > 0;
    }

    private void readLine(ByteBuf in) {
        int eol = in.bytesBefore(LF);
        if (eol == 0 && !isWithinFrame()) {
            // "Multiple EOLs" may follow a frame. They are heart-beats, too.
            in.skipBytes(1);
            return;
        }
        int length = eol < 0 ? in.readableBytes() : eol;
        int nul = in.bytesBefore(length, NUL);
        int taken = nul < 0 ? length : nul;
        int room = roomOfLine();
        if (taken > room) {
            throw command == null ? noSuchCommand() : tooLong(room);
        }
        if (nul >= 0) {
            // The grammar would let it pass, but it ends the frame for everybody else.
            throw malformed("a frame ends before its headers do");
        }
        frameBytes += length;
        if (eol < 0) {
            pending.add(in, length, pending.size() + room);
            return;
        }
        byte[] line = pending.completeWith(in, length);
        in.skipBytes(1);
        frameBytes++;
        read(HeaderLine.text(line, version));
    }

    /** How many bytes of the current line may still come. */
    private int roomOfLine() {
        int line = command == null ? COMMAND_BYTES : limits.headerBytesOf(command);
        return Math.min(line - pending.size(), roomOfFrame());
    }

    private int roomOfFrame() {
        return limits.frameBytes() - frameBytes;
    }

    private StompBreachException tooLong(int room) {
        return room == roomOfFrame() ? frameTooLong() : tooLarge("a header is too long");
    }

    private StompBreachException frameTooLong() {
        return tooLarge("a frame is longer than " + limits.frameBytes() + " bytes");
    }

    private void read(String line) {
        if (command == null) {
            startFrame(line);
        } else if (line.isEmpty()) {
            finishHeaders(command);
        } else {
            addHeader(line, command);
        }
    }

    private void startFrame(String line) {
        if (line.isEmpty() || line.equals("\r")) {
            // CR LF between frames, which does no harm in any version.
            frameBytes = 0;
            return;
        }
        StompCommand named = StompCommand.of(line).orElseThrow(StompDecoder::noSuchCommand);
        if (named.isOfServer() != fromServer) {
            throw malformed(
                    named + " is sent by " + (fromServer ? "clients" : "servers") + " only");
        }
        command = named;
    }

    private static StompBreachException noSuchCommand() {
        return malformed("no such command");
    }

    private void addHeader(String line, StompCommand of) {
        HeaderLine header = HeaderLine.of(line, version, of.isEscaped());
        if (headers.size() >= limits.headers()) {
            throw tooLarge("a frame has more than " + limits.headers() + " headers");
        }
        headers.add(header.name(), header.value());
    }

    private void finishHeaders(StompCommand of) {
        StompHeaders all = headers.build();
        if (!negotiated && of.connects()) {
            StompVersion.negotiate(all.first("accept-version").orElse(null))
                    .ifPresent(found -> {
                        version = found;
                        negotiated = true;
                    });
        }
        complete = version.padsValues() ? all.withoutPadding() : all;
        contentLength = complete.first(StompHeaders.CONTENT_LENGTH).map(this::lengthIn).orElse(-1);
    }

    private int lengthIn(String digits) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw malformed("content-length is not a number");
        }
        long length = 0;
        for (int i = 0; i < digits.length(); i++) {
            length = length * 10 + (digits.charAt(i) - '0');
            if (length > roomOfFrame()) {
                throw frameTooLong();
            }
        }
        return (int) length;
    }

    private void readBody(ByteBuf in, StompCommand of, StompHeaders with, List<StompFrame> frames) {
        int missing = contentLength < 0 ? in.bytesBefore(NUL) : contentLength - pending.size();
        int length = missing < 0 ? in.readableBytes() : Math.min(missing, in.readableBytes());
        boolean ignored = !of.mayHaveBody();
        if (length > 0 && ignored && !version.ignoresBodies()) {
            throw malformed(of + " has no body");
        }
        if (length > roomOfFrame()) {
            throw frameTooLong();
        }
        if (length == in.readableBytes()) {
            pending.add(in, length, pending.size() + roomOfFrame());
            frameBytes += length;
            return;
        }
        byte[] body = pending.completeWith(in, length);
        if (in.readByte() != NUL) {
            throw malformed("a body is longer than its content-length");
        }
        frames.add(ignored ? StompFrame.of(of, with) : new StompFrame(of, with, body));
        reset();
    }

    private void reset() {
        pending.clear();
        command = null;
        headers = new StompHeaders.Builder();
        complete = null;
        contentLength = -1;
        frameBytes = 0;
    }
}

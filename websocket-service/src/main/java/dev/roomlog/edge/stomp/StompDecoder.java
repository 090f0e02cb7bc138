package dev.roomlog.edge.stomp;

import dev.roomlog.edge.stomp.StompDecoding.Breach;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a connection's bytes, split anywhere, into frames (section "Augmented BNF"). Holds at most
 * one unfinished frame, bounded by the limits as it grows. After a breach nothing more is read. One
 * thread at a time.
 */
public final class StompDecoder {

    private final StompLimits limits;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(256);

    private StompVersion version = StompVersion.V1_2;
    private @Nullable StompCommand command;
    private StompHeaders.Builder headers = new StompHeaders.Builder();
    private @Nullable StompHeaders complete;
    private int contentLength = -1;
    private int frameBytes;
    private @Nullable Breach breach;

    public StompDecoder(StompLimits limits) {
        this.limits = limits;
    }

    /** What CONNECT negotiated: escapes differ by version. */
    public void use(StompVersion negotiated) {
        version = negotiated;
    }

    /** Reads all of {@code in}. */
    public StompDecoding decode(ByteBuf in) {
        List<StompFrame> frames = new ArrayList<>(1);
        try {
            while (breach == null && in.isReadable()) {
                if (complete != null) {
                    readBody(in, frames);
                } else {
                    readLine(in);
                }
            }
        } catch (StompBreachException e) {
            breach = e.breach();
        }
        return new StompDecoding(frames, breach);
    }

    private void readLine(ByteBuf in) {
        if (command == null && pending.size() == 0 && skipLineEnds(in)) {
            return;
        }
        int length = in.bytesBefore((byte) '\n');
        take(in, length < 0 ? in.readableBytes() : length, lineLimit());
        if (length < 0) {
            return;
        }
        in.skipBytes(1);
        frameBytes++;
        String line = takeLine();
        if (command == null) {
            startFrame(line);
        } else if (line.isEmpty()) {
            finishHeaders();
        } else {
            addHeader(line);
        }
    }

    /**
     * "Multiple frames … MAY be separated by EOLs"; they are heart-beats, too. True when nothing is
     * left.
     */
    private static boolean skipLineEnds(ByteBuf in) {
        int skip = in.forEachByte(ByteProcessor.FIND_NON_CRLF);
        if (skip < 0) {
            in.skipBytes(in.readableBytes());
            return true;
        }
        in.readerIndex(skip);
        return false;
    }

    private int lineLimit() {
        return command == null ? 32 : limits.headerBytesOf(command);
    }

    private void take(ByteBuf in, int length, int limit) {
        if (pending.size() + length > limit) {
            throw command == null ? malformed("no such command") : tooLarge("a header is too long");
        }
        count(length);
        readInto(in, length);
    }

    private void count(int bytes) {
        frameBytes += bytes;
        if (frameBytes > limits.frameBytes()) {
            throw tooLarge("a frame is longer than " + limits.frameBytes() + " bytes");
        }
    }

    private void readInto(ByteBuf in, int length) {
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        pending.write(bytes, 0, length);
    }

    private String takeLine() {
        byte[] bytes = pending.toByteArray();
        pending.reset();
        int length = bytes.length;
        // An EOL is LF in 1.0 and 1.1, and optionally preceded by CR in 1.2.
        if (length > 0 && bytes[length - 1] == '\r' && version == StompVersion.V1_2) {
            length--;
        }
        return utf8(bytes, length);
    }

    private static String utf8(byte[] bytes, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException _) {
            throw malformed("a header is not UTF-8");
        }
    }

    private void startFrame(String line) {
        command = StompCommand.of(line).orElseThrow(() -> malformed("no such command"));
    }

    private void addHeader(String line) {
        int colon = line.indexOf(':');
        if (colon < 1) {
            throw malformed("a header line is not name:value");
        }
        if (headers.size() >= limits.headers()) {
            throw tooLarge("a frame has more than " + limits.headers() + " headers");
        }
        headers.add(unescape(line.substring(0, colon)), unescape(line.substring(colon + 1)));
    }

    private String unescape(String text) {
        boolean escaped = command != null && command.isEscaped() && version != StompVersion.V1_0;
        if (!escaped) {
            return text;
        }
        return HeaderEscapes.decode(text, version)
                .orElseThrow(() -> malformed("a header has an undefined escape sequence"));
    }

    private void finishHeaders() {
        complete = headers.build();
        contentLength = complete.first("content-length").map(this::parseLength).orElse(-1);
    }

    private int parseLength(String text) {
        if (text.isEmpty()
                || text.length() > 9
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw malformed("content-length is not a number");
        }
        int length = Integer.parseInt(text);
        if (length > limits.frameBytes()) {
            throw tooLarge("a frame is longer than " + limits.frameBytes() + " bytes");
        }
        return length;
    }

    private void readBody(ByteBuf in, List<StompFrame> frames) {
        if (contentLength >= 0) {
            int missing = contentLength - pending.size();
            int available = Math.min(missing, in.readableBytes());
            count(available);
            readInto(in, available);
            if (available < missing || !in.isReadable()) {
                return;
            }
            if (in.readByte() != 0) {
                throw malformed("a body is longer than its content-length");
            }
        } else {
            int length = in.bytesBefore((byte) 0);
            int available = length < 0 ? in.readableBytes() : length;
            count(available);
            readInto(in, available);
            if (length < 0) {
                return;
            }
            in.skipBytes(1);
        }
        frames.add(finishFrame());
    }

    private StompFrame finishFrame() {
        StompCommand finished = command;
        StompHeaders with = complete;
        if (finished == null || with == null) {
            throw new IllegalStateException("a body without a frame");
        }
        byte[] body = pending.toByteArray();
        if (body.length > 0 && !finished.mayHaveBody()) {
            throw malformed("a " + finished + " frame has no body");
        }
        pending.reset();
        command = null;
        headers = new StompHeaders.Builder();
        complete = null;
        contentLength = -1;
        frameBytes = 0;
        return new StompFrame(finished, with, body);
    }

    private static StompBreachException malformed(String detail) {
        return new StompBreachException(new Breach.Malformed(detail));
    }

    private static StompBreachException tooLarge(String detail) {
        return new StompBreachException(new Breach.TooLarge(detail));
    }
}

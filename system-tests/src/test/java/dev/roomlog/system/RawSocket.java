package dev.roomlog.system;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A WebSocket client that can break every rule: it writes frames byte by byte (RFC 6455 §5.2). */
final class RawSocket implements AutoCloseable {

    static final int TEXT = 0x81;
    static final int PING = 0x89;
    static final int PONG = 0x8a;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private String head = "";
    private boolean answersPings = true;

    private RawSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    /** What came: text, or the close code that ended the connection (1006 if it just ended). */
    record Incoming(String text, int closeCode) {}

    @SuppressWarnings("ArrayRecordComponent") // frames are never compared
    private record Frame(int opcode, byte[] payload) {

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    static RawSocket open(URI gateway) {
        return open(gateway, "Sec-WebSocket-Protocol: v12.stomp\r\n", 101);
    }

    /** The status of a handshake with these header lines. */
    static RawSocket open(URI gateway, String headers, int expectedStatus) {
        try {
            Socket socket = new Socket(gateway.getHost(), gateway.getPort());
            socket.setSoTimeout(30_000);
            RawSocket raw = new RawSocket(socket);
            String key =
                    Base64.getEncoder()
                            .encodeToString("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
            String request =
                    "GET /ws HTTP/1.1\r\nHost: "
                            + gateway.getAuthority()
                            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: "
                            + key
                            + "\r\n"
                            + headers
                            + "\r\n";
            // Byte by byte, as from the slowest of clients.
            socket.setTcpNoDelay(true);
            for (byte each : request.getBytes(StandardCharsets.US_ASCII)) {
                raw.out.write(each);
            }
            raw.head = raw.readHead();
            if (!raw.head.startsWith("HTTP/1.1 " + expectedStatus)) {
                throw new AssertionError("expected " + expectedStatus + ", got " + raw.head);
            }
            return raw;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the handshake was answered with. */
    String head() {
        return head;
    }

    /** From here on it is as if its network were gone. */
    void vanish() {
        answersPings = false;
    }

    private String readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    RawSocket send(String stomp) {
        return send(TEXT, stomp.getBytes(StandardCharsets.UTF_8));
    }

    /** Masked, as a client must (RFC 6455 §5.3); the mask is zero, which changes nothing. */
    RawSocket send(int firstByte, byte[] payload) {
        try {
            out.writeByte(firstByte);
            if (payload.length < 126) {
                out.writeByte(0x80 | payload.length);
            } else if (payload.length <= 0xffff) {
                out.writeByte(0x80 | 126);
                out.writeShort(payload.length);
            } else {
                out.writeByte(0x80 | 127);
                out.writeLong(payload.length);
            }
            out.writeInt(0);
            out.write(payload);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whatever this is. */
    RawSocket sendBytes(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next text message that is no heart-beat, or the end. */
    Incoming next() {
        try {
            while (true) {
                Frame frame = nextFrame();
                switch (frame.opcode) {
                    case 1 -> {
                        if (!frame.text().isBlank()) {
                            return new Incoming(frame.text(), 0);
                        }
                    }
                    case 8 -> {
                        return new Incoming("", closeCode(frame.payload));
                    }
                    default -> {}
                }
            }
        } catch (EOFException e) {
            return new Incoming("", 1006);
        } catch (IOException e) {
            return new Incoming(e.toString(), 1006);
        }
    }

    private static int closeCode(byte[] payload) {
        return payload.length < 2 ? 1005 : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    }

    /** What the next pong carries. */
    String nextPong() {
        try {
            Frame frame = nextFrame();
            while (frame.opcode != (PONG & 0x0f)) {
                frame = nextFrame();
            }
            return frame.text();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Frame nextFrame() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        long length = in.readUnsignedByte() & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        Frame frame = new Frame(opcode, in.readNBytes(Math.toIntExact(length)));
        if (opcode == (PING & 0x0f) && answersPings) {
            send(PONG, frame.payload);
        }
        return frame;
    }

    /** CONNECT and wait for CONNECTED. */
    RawSocket connect(String token) {
        send("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + token + "\n\n\0");
        Incoming answer = next();
        if (!answer.text().startsWith("CONNECTED\n")) {
            throw new AssertionError("not connected: " + answer);
        }
        return this;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.roomlog.system;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A WebSocket client that can break every rule: it writes frames byte by byte (RFC 6455 §5.2). */
final class RawSocket implements AutoCloseable {

    static final int TEXT = 0x81;
    static final int RESERVED_BIT_TEXT = 0xc1;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    private RawSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    /** What came: text, or the close code that ended the connection (1006 if it just ended). */
    record Incoming(String text, int closeCode) {}

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
            raw.out.writeBytes(
                    "GET /ws HTTP/1.1\r\nHost: "
                            + gateway.getAuthority()
                            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: "
                            + key
                            + "\r\n"
                            + headers
                            + "\r\n");
            raw.out.flush();
            String status = raw.readHead();
            if (!status.startsWith("HTTP/1.1 " + expectedStatus)) {
                throw new AssertionError("expected " + expectedStatus + ", got " + status);
            }
            return raw;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** The next text message that is no heart-beat, or the end. */
    Incoming next() {
        try {
            while (true) {
                int opcode = in.read();
                if (opcode < 0) {
                    return new Incoming("", 1006);
                }
                long length = in.readUnsignedByte() & 0x7f;
                if (length == 126) {
                    length = in.readUnsignedShort();
                } else if (length == 127) {
                    length = in.readLong();
                }
                byte[] payload = in.readNBytes(Math.toIntExact(length));
                if ((opcode & 0x0f) == 8) {
                    return new Incoming(
                            "",
                            payload.length < 2
                                    ? 1005
                                    : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff));
                }
                String text = new String(payload, StandardCharsets.UTF_8);
                if ((opcode & 0x0f) == 1 && !text.isBlank()) {
                    return new Incoming(text, 0);
                }
            }
        } catch (IOException e) {
            return new Incoming(e.toString(), 1006);
        }
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

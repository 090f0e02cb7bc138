package dev.roomlog.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** One end of RFC 6455, made of a socket and bytes, so that it can break the rules, too. */
final class WebSocketPeer implements AutoCloseable {

    static final int TEXT = 0x81;
    static final int BINARY = 0x82;
    static final int CLOSE = 0x88;
    static final int PING = 0x89;
    static final int PONG = 0x8a;

    /** The server's text messages, in order. */
    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

    /** What the server's pings and pongs carried, in order. */
    final BlockingQueue<String> pings = new LinkedBlockingQueue<>();

    final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();

    /** The code of the server's close frame, or 1006 where it sent none (RFC 6455 §7.1.5). */
    final CompletableFuture<Integer> closed = new CompletableFuture<>();

    private final Socket socket;
    private final DataInputStream in;
    private volatile boolean answersPings = true;

    /** What the server said to the request to upgrade. */
    record Answer(int status, String head, String body) {}

    private WebSocketPeer(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    static WebSocketPeer connect(int port) throws IOException {
        return connectWithoutReading(port).read();
    }

    /** One that takes nothing of what comes, until it is told to. */
    static WebSocketPeer connectWithoutReading(int port) throws IOException {
        WebSocketPeer peer = new WebSocketPeer(new Socket(InetAddress.getLoopbackAddress(), port));
        Answer answer = peer.exchange(handshake("Sec-WebSocket-Protocol: v12.stomp"));
        if (answer.status != 101) {
            throw new IOException("not upgraded: " + answer);
        }
        return peer;
    }

    WebSocketPeer read() {
        Thread.ofVirtual().start(this::readAll);
        return this;
    }

    /** As one whose network is gone: its socket says nothing any more. */
    void vanish() {
        answersPings = false;
    }

    static Answer askToUpgrade(int port, String... headers) throws IOException {
        return ask(port, handshake(headers));
    }

    static Answer ask(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return new WebSocketPeer(socket).exchange(request);
        }
    }

    static String handshake(String... headers) {
        StringBuilder request =
                new StringBuilder("GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n")
                        .append("Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n")
                        .append("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    private Answer exchange(String request) throws IOException {
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        String[] lines = head.toString().split("\r\n", -1);
        int length = 0;
        for (String line : lines) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).trim());
            }
        }
        String body = new String(in.readNBytes(length), UTF_8);
        socket.setSoTimeout(0);
        return new Answer(Integer.parseInt(lines[0].split(" ", -1)[1]), head.toString(), body);
    }

    void text(String text) throws IOException {
        send(TEXT, text.getBytes(UTF_8));
    }

    /** A masked frame (RFC 6455 §5.2) under any first byte. */
    void send(int first, byte[] payload) throws IOException {
        begin(first, payload.length, payload);
    }

    /** A frame that is said to have a length, and as much of it as is given. */
    void begin(int first, int length, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
        frame.write(first);
        if (length <= 125) {
            frame.write(0x80 | length);
        } else if (length <= 0xffff) {
            frame.write(0x80 | 126);
            frame.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
        } else {
            frame.write(0x80 | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        }
        byte[] mask = {1, 2, 3, 4};
        frame.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ mask[i % 4]);
        }
        bytes(frame.toByteArray());
    }

    /** Whatever this is. */
    void bytes(byte[] bytes) throws IOException {
        synchronized (socket) {
            socket.getOutputStream().write(bytes);
        }
    }

    private void readAll() {
        try {
            while (!closed.isDone()) {
                readFrame();
            }
        } catch (IOException _) {
            // How it ended is what the test asks for.
            closed.complete(1006);
        }
    }

    private void readFrame() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        int length =
                switch (second) {
                    case 126 -> in.readUnsignedShort();
                    case 127 -> Math.toIntExact(in.readLong());
                    default -> second;
                };
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException();
        }
        switch (first) {
            case TEXT -> messages.add(new String(payload, UTF_8));
            case CLOSE -> {
                closed.complete(length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff);
                send(CLOSE, payload);
            }
            case PING -> {
                pings.add(new String(payload, UTF_8));
                if (answersPings) {
                    send(PONG, payload);
                }
            }
            case PONG -> pongs.add(new String(payload, UTF_8));
            default ->
                    throw new IOException(
                            "unexpected %x %s".formatted(first, new String(payload, ISO_8859_1)));
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

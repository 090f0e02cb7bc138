package dev.roomlog.gateway;

import dev.roomlog.gateway.Frames.Frame;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that writes what it is told, byte by byte. Reads give up after ten seconds. */
final class RawClient implements AutoCloseable {

    final String head;

    private final Socket socket;
    private final DataInputStream in;

    private RawClient(int port, String request) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        in = new DataInputStream(socket.getInputStream());
        write(request);
        head = Frames.readHead(in);
    }

    static RawClient request(int port, String request) throws IOException {
        return new RawClient(port, request);
    }

    static RawClient socket(int port, String... headers) throws IOException {
        return new RawClient(port, handshake(headers));
    }

    static String handshake(String... headers) {
        StringBuilder request =
                new StringBuilder("GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\n")
                        .append("Connection: Upgrade\r\nUpgrade: websocket\r\n")
                        .append("Sec-WebSocket-Version: 13\r\n")
                        .append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    /** One more request on this connection, or a part of one. */
    void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The head of one more answer. */
    String readHead() throws IOException {
        return Frames.readHead(in);
    }

    int status() {
        return Integer.parseInt(head.substring(9, 12));
    }

    String header(String name) {
        return UpstreamEdge.header(head, name);
    }

    /** The rest of an HTTP answer with a stated length. */
    String body() throws IOException {
        byte[] bytes = in.readNBytes(Integer.parseInt(header("Content-Length")));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    void text(String text) throws IOException {
        frame(Frames.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void frame(int opcode, byte[] payload) throws IOException {
        Frames.write(socket.getOutputStream(), opcode, payload, true);
    }

    Frame read() throws IOException {
        return Frames.read(in);
    }

    String ask(String text) throws IOException {
        text(text);
        return read().text();
    }

    /** Whether the other side has closed, waiting for it. */
    boolean isClosedByPeer() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

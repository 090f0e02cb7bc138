package dev.roomlog.gateway;

import dev.roomlog.gateway.Frames.Frame;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small real WebSocket server in an edge's place, strict where an edge is: it refuses unknown
 * sub-protocols with 400, closes 1007 on text that is no UTF-8 and 1009 over 64 KiB.
 *
 * <p>Texts it obeys: {@code name}, {@code close CODE REASON}, {@code flood}; others it echoes.
 */
final class UpstreamEdge implements AutoCloseable {

    static final String REFUSAL = "{\"code\":\"invalid-request\",\"status\":400}";

    final String name;
    final List<String> heads = new CopyOnWriteArrayList<>();
    final List<Integer> closeCodes = new CopyOnWriteArrayList<>();
    final AtomicLong flooded = new AtomicLong();
    final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** Closes each connection as soon as it has read the request to upgrade. */
    volatile boolean hangsUp;

    private final int port;
    private ServerSocket listener;

    UpstreamEdge(String name) throws IOException {
        this.name = name;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.port = listener.getLocalPort();
        accept(listener);
    }

    String base() {
        return "http://127.0.0.1:" + port;
    }

    /** As the kernel does for a killed process: every connection is reset, nothing is said. */
    void kill() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    void startAgain() throws IOException {
        listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        accept(listener);
    }

    void restore() throws IOException {
        hangsUp = false;
        if (listener.isClosed()) {
            startAgain();
        }
    }

    void forget() {
        heads.clear();
        closeCodes.clear();
        flooded.set(0);
    }

    private void accept(ServerSocket from) {
        Thread.startVirtualThread(() -> {
            while (!from.isClosed()) {
                try {
                    Socket socket = from.accept();
                    Thread.startVirtualThread(() -> serve(socket));
                } catch (IOException e) {
                    return; // killed
                }
            }
        });
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            String head = Frames.readHead(in);
            open.add(socket);
            heads.add(head);
            if (!hangsUp && upgrade(head, out)) {
                while (obey(Frames.read(in), out)) {}
            }
        } catch (IOException e) {
            // The probe, a killed edge, or a client that went: all of them end here.
        } finally {
            open.remove(socket);
        }
    }

    private static boolean upgrade(String head, OutputStream out) throws IOException {
        String offered = header(head, "Sec-WebSocket-Protocol");
        String chosen = "";
        if (!offered.isEmpty()) {
            List<String> offers = Pattern.compile("\\s*,\\s*").splitAsStream(offered).toList();
            // The server's preference, not the client's order.
            chosen =
                    List.of("v12.stomp", "v11.stomp", "v10.stomp").stream()
                            .filter(offers::contains)
                            .findFirst()
                            .orElse("");
            if (chosen.isEmpty()) {
                write(
                        out,
                        "HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\n"
                                + "Content-Length: "
                                + REFUSAL.length()
                                + "\r\n\r\n"
                                + REFUSAL);
                return false;
            }
        }
        write(
                out,
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: "
                        + accept(header(head, "Sec-WebSocket-Key"))
                        + "\r\n"
                        + (chosen.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + chosen + "\r\n")
                        + "\r\n");
        return true;
    }

    private boolean obey(Frame frame, OutputStream out) throws IOException {
        if (frame.opcode == Frames.CLOSE) {
            closeCodes.add(frame.closeCode());
            Frames.write(out, Frames.CLOSE, frame.payload, false);
            return false;
        }
        if (frame.payload.length > 65_536) {
            Frames.write(
                    out, Frames.TEXT, "ERROR too-large".getBytes(StandardCharsets.UTF_8), false);
            return close(out, 1009, "too-large");
        }
        try {
            var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(frame.payload));
        } catch (CharacterCodingException e) {
            return close(out, 1007, "no UTF-8");
        }
        String[] words = frame.text().split(" ", 3);
        switch (words[0]) {
            case "name" ->
                    Frames.write(out, Frames.TEXT, name.getBytes(StandardCharsets.UTF_8), false);
            case "close" -> {
                return close(out, Integer.parseInt(words[1]), words[2]);
            }
            case "flood" -> flood(out);
            default -> Frames.write(out, Frames.TEXT, frame.payload, false);
        }
        return true;
    }

    private void flood(OutputStream out) throws IOException {
        byte[] payload = new byte[32 * 1024];
        for (int i = 0; i < 4096; i++) {
            Frames.write(out, 2, payload, false);
            flooded.incrementAndGet();
        }
    }

    private static boolean close(OutputStream out, int code, String reason) throws IOException {
        Frames.write(out, Frames.CLOSE, Frames.closePayload(code, reason), false);
        return false;
    }

    static String header(String head, String name) {
        Matcher matcher =
                Pattern.compile("(?im)^" + Pattern.quote(name) + ": *([^\\r\\n]*)").matcher(head);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest(
                                    (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                            .getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        kill();
    }
}

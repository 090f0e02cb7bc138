package dev.roomlog.support;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Requests as bytes, for what no client library would send. */
public final class RawHttp {

    private static final JsonMapper JSON = new JsonMapper();

    private RawHttp() {}

    public record Answer(int status, String head, String content) {

        public JsonNode body() {
            return JSON.readTree(
                    content.substring(content.indexOf('{'), content.lastIndexOf('}') + 1));
        }
    }

    /** The connection's only request: read until the server closes. */
    public static Answer send(Http server, String request) {
        URI base = URI.create(server.base());
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = all.indexOf("\r\n\r\n");
            if (end < 0) {
                throw new AssertionError("no answer: " + all);
            }
            return new Answer(
                    Integer.parseInt(all.split(" ", 3)[1]),
                    all.substring(0, end),
                    all.substring(end + 4));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

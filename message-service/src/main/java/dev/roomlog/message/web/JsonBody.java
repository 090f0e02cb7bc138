package dev.roomlog.message.web;

import dev.roomlog.posting.Parsed;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A request's body, if it is said to be JSON in UTF-8 (RFC 8259 §8.1). */
public final class JsonBody {

    private JsonBody() {}

    /**
     * @throws UnsupportedMediaTypeStatusException when it is said to be something else, or nothing
     */
    public static Parsed<byte[]> of(ServerHttpRequest request, byte @Nullable [] body) {
        MediaType type = request.getHeaders().getContentType();
        if (type == null || !isJson(type)) {
            throw new UnsupportedMediaTypeStatusException(
                    type, List.of(MediaType.APPLICATION_JSON));
        }
        Charset charset = type.getCharset();
        if (charset != null && !charset.equals(StandardCharsets.UTF_8)) {
            return Parsed.Refused.invalid("Content-Type", "Content-Type must be JSON in UTF-8");
        }
        return new Parsed.Valid<>(body == null ? new byte[0] : body);
    }

    private static boolean isJson(MediaType type) {
        return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                || "json".equals(type.getSubtypeSuffix());
    }
}

package dev.roomlog.web;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * Opaque to clients, and good for the list it came from alone. A forged one can at worst begin a
 * page elsewhere: it grants nothing.
 */
public final class Cursor {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    private Cursor() {}

    static String encode(String list, String key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((list + " " + key).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Absent where the client sent none; refused where it is not one of this list's.
     *
     * @param list which list, without space: the same word as for {@link Page#of}
     */
    public static <T> Optional<T> decode(
            String list, @Nullable String cursor, Function<String, Optional<T>> key) {
        if (cursor == null) {
            return Optional.empty();
        }
        String prefix = list + " ";
        return Optional.of(
                text(cursor)
                        .filter(text -> text.startsWith(prefix))
                        .map(text -> text.substring(prefix.length()))
                        .flatMap(key)
                        .orElseThrow(
                                () -> new InvalidRequestException("cursor", "is not one of ours")));
    }

    public static int limit(@Nullable Integer limit) {
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidRequestException("limit", "must be 1 to " + MAX_LIMIT);
        }
        return limit;
    }

    /** A prefix to look for: 1 to 64 characters. */
    public static String query(String query) {
        int length = query.codePointCount(0, query.length());
        if (length < 1 || length > 64) {
            throw new InvalidRequestException("query", "must have 1 to 64 characters");
        }
        return query;
    }

    private static Optional<String> text(String cursor) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (IllegalArgumentException | CharacterCodingException _) {
            return Optional.empty(); // whatever it is, it is not ours
        }
    }
}

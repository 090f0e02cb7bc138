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

    private Cursor() {}

    static String encode(String list, String key) {
        return encode(list + " " + key);
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
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
                        // Base64 is lenient with padding and with the last digit's spare bits.
                        .filter(text -> encode(text).equals(cursor))
                        .filter(text -> text.startsWith(prefix))
                        .map(text -> text.substring(prefix.length()))
                        .flatMap(key)
                        .orElseThrow(
                                () -> new InvalidRequestException("cursor", "is not one of ours")));
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

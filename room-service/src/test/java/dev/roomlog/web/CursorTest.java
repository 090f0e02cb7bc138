package dev.roomlog.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class CursorTest {

    private static final String DIGITS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /** Of each length that Base64 knows: with four, two and no bits to spare. */
    @ParameterizedTest
    @ValueSource(strings = {"xx", "xxx", "x"})
    void takesACursorInItsOwnSpellingOnly(String key) {
        String cursor = Cursor.encode("list", key);

        assertThat(decoded(cursor)).contains(key);
        for (int i = 0; i < DIGITS.length(); i++) {
            String edited = cursor.substring(0, cursor.length() - 1) + DIGITS.charAt(i);
            if (!edited.equals(cursor)) {
                assertThat(decoded(edited)).as(edited).isNotEqualTo(Optional.of(key));
            }
        }
        for (String padding : new String[] {"=", "==", "A="}) {
            assertThat(decoded(cursor + padding)).isEmpty();
        }
    }

    private static Optional<String> decoded(String cursor) {
        try {
            return Cursor.decode("list", cursor, Optional::of);
        } catch (InvalidRequestException _) {
            return Optional.empty(); // refused
        }
    }
}

package dev.roomlog.member;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Passwords long enough to be accepted, and guessed first all the same. */
final class CommonPasswords {

    private static final Set<String> LISTED = read();

    private CommonPasswords() {}

    /**
     * Case does not count. One character, or a pair, over and over is as well known as the list.
     */
    static boolean contain(String password) {
        String folded = password.toLowerCase(Locale.ROOT);
        return LISTED.contains(folded) || folded.chars().distinct().count() <= 2;
    }

    private static Set<String> read() {
        try (InputStream in = CommonPasswords.class.getResourceAsStream("common-passwords.txt")) {
            if (in == null) {
                throw new IllegalStateException("common-passwords.txt is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.roomlog.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Random passwords; those the parts need again are kept, each in a file only its owner can read.
 */
final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 18;

    private final Path folder;

    Secrets(Path folder) {
        this.folder = folder;
    }

    /** The secret of that name, made when it is asked for the first time. */
    String of(String name) {
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                StackFolder.writePrivately(file, random());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 144 bits, in letters that survive being typed, pasted and put into a URL. */
    static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

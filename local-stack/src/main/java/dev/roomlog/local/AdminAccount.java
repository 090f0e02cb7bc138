package dev.roomlog.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The administrator's first password: made at the first start, given to room-service, and shown
 * once. It is kept only until it was shown, so that a first start that fails half-way does not lose
 * it.
 */
final class AdminAccount {

    private final Path pending;
    private final Path shown;
    private final Optional<String> password;

    AdminAccount(StackFolder folder) {
        this.pending = folder.secrets().resolve("admin-password");
        this.shown = folder.data("admin").resolve("password-was-shown");
        this.password =
                Files.exists(shown)
                        ? Optional.empty()
                        : Optional.of(new Secrets(folder.secrets()).of("admin-password"));
    }

    /** Only until it was shown. */
    Optional<String> password() {
        return password;
    }

    void forget() {
        try {
            Files.writeString(shown, "");
            Files.deleteIfExists(pending);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

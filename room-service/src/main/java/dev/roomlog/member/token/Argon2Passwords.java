package dev.roomlog.member.token;

import dev.roomlog.member.Password;
import dev.roomlog.member.Passwords;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Argon2id, 16 MiB and two passes each. Bounded by the processors: more at once would gain nothing
 * and cost 16 MiB of heap apiece.
 */
final class Argon2Passwords implements Passwords {

    private final Argon2PasswordEncoder encoder =
            Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
    private final String nobody = hash(new Password("nobody has this password"));

    @Override
    public String hash(Password password) {
        return inTurn(() -> {
            String hash = encoder.encode(password.value());
            if (hash == null) {
                throw new IllegalStateException("no hash");
            }
            return hash;
        });
    }

    @Override
    public boolean matches(Password password, String hash) {
        return inTurn(() -> encoder.matches(password.value(), hash));
    }

    @Override
    public void matchNothing(Password password) {
        var _ = matches(password, nobody);
    }

    private <T> T inTurn(Supplier<T> work) {
        turns.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }
}

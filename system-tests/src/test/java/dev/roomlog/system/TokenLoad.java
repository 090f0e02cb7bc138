package dev.roomlog.system;

import dev.roomlog.local.LocalStack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Members who sign in anew and use their token everywhere, over and over, while something is
 * changed. None of them may ever be refused.
 */
final class TokenLoad implements AutoCloseable {

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger rounds = new AtomicInteger();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    /** How a member gets the next token. */
    @FunctionalInterface
    interface SigningIn {
        String newToken() throws IOException;
    }

    TokenLoad(LocalStack stack, List<SigningIn> members) {
        TokenChecks checks = new TokenChecks(stack);
        for (SigningIn member : members) {
            threads.add(Thread.ofPlatform().start(() -> run(checks, member)));
        }
    }

    private void run(TokenChecks checks, SigningIn member) {
        while (!over.get()) {
            try {
                String token = member.newToken();
                checks.of(token)
                        .forEach((part, answer) -> {
                            if (!answer.equals(TokenChecks.ACCEPTED)) {
                                refusals.add(part + ": " + answer);
                            }
                        });
            } catch (IOException | RuntimeException | AssertionError e) {
                refusals.add(e.toString());
            }
            rounds.incrementAndGet();
        }
    }

    /** Rounds of all members so far. */
    int rounds() {
        return rounds.get();
    }

    List<String> refusals() {
        return List.copyOf(refusals);
    }

    @Override
    public void close() {
        over.set(true);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}

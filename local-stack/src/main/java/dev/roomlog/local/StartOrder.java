package dev.roomlog.local;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts parts side by side, each as soon as those it needs are ready; the first failure ends the
 * wait for all.
 */
final class StartOrder {

    private record Planned(Part part, List<Part> after) {}

    private final List<Planned> plan = new ArrayList<>();

    /** Those it needs come first. */
    void add(Part part, Collection<Part> after) {
        plan.add(new Planned(part, List.copyOf(after)));
    }

    void run() {
        // Not closed: that would wait for the parts that wait, after another one failed.
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Map<Part, CompletableFuture<Void>> started = new HashMap<>();
        CompletableFuture<Object> failure = new CompletableFuture<>();
        for (Planned planned : plan) {
            CompletableFuture<?>[] needed =
                    planned.after().stream().map(started::get).toArray(CompletableFuture<?>[]::new);
            CompletableFuture<Void> ready =
                    CompletableFuture.allOf(needed)
                            .thenRunAsync(() -> planned.part().start().awaitReady(), threads)
                            .whenComplete((done, problem) -> {
                                if (problem != null) {
                                    failure.completeExceptionally(problem);
                                }
                            });
            started.put(planned.part(), ready);
        }
        CompletableFuture<Void> all =
                CompletableFuture.allOf(started.values().toArray(CompletableFuture<?>[]::new));
        try {
            Object ignored = CompletableFuture.anyOf(all, failure).join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof RuntimeException known ? known : e;
        } finally {
            threads.shutdown();
        }
    }
}

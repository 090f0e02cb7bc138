package dev.roomlog.system;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Several things at the same time. */
final class Together {

    private static final Executor THREADS = Thread::startVirtualThread;

    private Together() {}

    /** The results in the order of the inputs; fails with the first failure. */
    static <A, B> List<B> all(List<A> inputs, Function<A, B> work) {
        List<CompletableFuture<B>> results =
                inputs.stream()
                        .map(input ->
                                CompletableFuture.supplyAsync(() -> work.apply(input), THREADS))
                        .toList();
        return results.stream().map(CompletableFuture::join).toList();
    }

    static void run(List<Runnable> work) {
        all(
                work,
                one -> {
                    one.run();
                    return one;
                });
    }
}

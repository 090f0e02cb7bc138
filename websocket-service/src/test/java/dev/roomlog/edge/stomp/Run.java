package dev.roomlog.edge.stomp;

import java.util.Random;

/**
 * One run of a seeded property: {@code -Droomlog.times} says how many inputs, {@code
 * -Droomlog.seed} which. Both are printed before anything can go wrong, so that a run can be
 * repeated.
 */
record Run(String of, long times, long seed) {

    static Run of(Class<?> test, long timesOtherwise) {
        Run run =
                new Run(
                        test.getSimpleName(),
                        Long.getLong("roomlog.times", timesOtherwise),
                        Long.getLong("roomlog.seed", System.nanoTime()));
        System.out.println(
                "%s runs with -Droomlog.times=%d -Droomlog.seed=%d"
                        .formatted(run.of, run.times, run.seed));
        return run;
    }

    Random random() {
        return new Random(seed);
    }

    String input(long number) {
        return "input %d of %s, -Droomlog.seed=%d".formatted(number, of, seed);
    }
}

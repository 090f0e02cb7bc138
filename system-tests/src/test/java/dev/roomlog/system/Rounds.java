package dev.roomlog.system;

import java.util.Random;

/**
 * How often something is tried, and from which seed: {@code -Droomlog.times}, {@code
 * -Droomlog.seed}. Printed at once, so that a run that fails can be repeated.
 */
record Rounds(String of, int times, long seed) {

    static Rounds of(String what, int timesInVerify) {
        int times = Integer.getInteger("roomlog.times", timesInVerify);
        long seed = Long.getLong("roomlog.seed", System.nanoTime() & 0xffff_ffffL);
        System.out.printf("ROUNDS %s times=%d seed=%d%n", what, times, seed);
        return new Rounds(what, times, seed);
    }

    Random random() {
        return new Random(seed);
    }

    /** One line for machines: what was done and found, as {@code name=value}. */
    void report(String result) {
        System.out.printf("PROOF %s times=%d seed=%d %s%n", of, times, seed, result);
    }
}

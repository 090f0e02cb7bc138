package dev.roomlog.local;

/** The embedded database comes as a binary for one platform only. */
final class Platform {

    private Platform() {}

    static void check() {
        String system = System.getProperty("os.name");
        String processor = System.getProperty("os.arch");
        if (!system.equals("Linux") || !processor.equals("amd64")) {
            throw new StackException(
                    "The embedded stack runs on Linux x86-64, not on %s %s: use docker compose up instead."
                            .formatted(system, processor));
        }
    }
}

package dev.roomlog.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Hands out free loopback ports, each once. They lie below the range the kernel takes for outgoing
 * connections, so that a part which was killed finds its port free when it comes back.
 */
final class Ports {

    private static final Path KERNEL_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final int SPAN = 10_000;
    private static final int TRIES = 1_000;

    private final Set<Integer> given = new HashSet<>();

    synchronized int free() {
        int top = firstOutgoing();
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(top - SPAN, top);
            if (isFree(port) && given.add(port)) {
                return port;
            }
        }
        throw new StackException(
                "No free port on 127.0.0.1 between %d and %d.".formatted(top - SPAN, top));
    }

    /** The preferred port if it is free, else another one. */
    synchronized int freeOr(int preferred) {
        return preferred > 0 && isFree(preferred) && given.add(preferred) ? preferred : free();
    }

    /** A port someone asked for by number. */
    synchronized int exactly(int port) {
        if (!isFree(port)) {
            throw new StackException(
                    "Port %d is in use on 127.0.0.1; choose another one with --port."
                            .formatted(port));
        }
        given.add(port);
        return port;
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int firstOutgoing() {
        try {
            int first =
                    Integer.parseInt(Files.readString(KERNEL_RANGE).strip().split("\\s+", 2)[0]);
            return first - SPAN > 1024 ? first : 32_768;
        } catch (IOException e) {
            return 32_768;
        }
    }
}

package dev.roomlog.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

class PortsTest {

    private final Ports ports = new Ports();

    @Test
    void neverHandsOutAPortTwice() {
        Set<Integer> given = new HashSet<>();

        for (int i = 0; i < 200; i++) {
            assertThat(given.add(ports.free())).isTrue();
        }
    }

    @Test
    void prefersAFormerPortUnlessItIsTaken() throws IOException {
        int former = new Ports().free();

        assertThat(ports.freeOr(former)).isEqualTo(former);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(ports.freeOr(taken.getLocalPort())).isNotEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void namesAWantedPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> ports.exactly(taken.getLocalPort()))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()))
                    .hasMessageContaining("--port");
        }
    }
}

package dev.roomlog.edge.stomp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;

import java.util.Arrays;

/** Whose bytes a decoder reads, and what was agreed on before them. */
enum Peer {
    BEFORE_CONNECT("-"),
    CLIENT_1_0("1.0"),
    CLIENT_1_1("1.1"),
    CLIENT_1_2("1.2"),
    SERVER_1_0("s1.0"),
    SERVER_1_1("s1.1"),
    SERVER_1_2("s1.2");

    private final String name;

    Peer(String name) {
        this.name = name;
    }

    static Peer named(String name) {
        return Arrays.stream(values())
                .filter(peer -> peer.name.equals(name))
                .findAny()
                .orElseThrow();
    }

    static Peer client(StompVersion version) {
        return named(version.number());
    }

    static Peer server(StompVersion version) {
        return named("s" + version.number());
    }

    StompDecoder decoder(StompLimits limits) {
        return switch (this) {
            case BEFORE_CONNECT -> StompDecoder.ofClient(limits);
            case CLIENT_1_0, CLIENT_1_1, CLIENT_1_2 -> {
                StompDecoder decoder = StompDecoder.ofClient(limits);
                String connect = "CONNECT\naccept-version:" + name + "\n\n\0";
                decoder.decode(Unpooled.copiedBuffer(connect, US_ASCII));
                yield decoder;
            }
            case SERVER_1_0 -> StompDecoder.ofServer(limits, StompVersion.V1_0);
            case SERVER_1_1 -> StompDecoder.ofServer(limits, StompVersion.V1_1);
            case SERVER_1_2 -> StompDecoder.ofServer(limits, StompVersion.V1_2);
        };
    }

    @Override
    public String toString() {
        return name;
    }
}

package dev.roomlog.member.web;

import dev.roomlog.member.ClientAddress;

import jakarta.servlet.http.HttpServletRequest;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Who is at the other end. */
final class Client {

    private static final String HEADER = "X-Real-IP";

    private Client() {}

    /**
     * As the gateway says, which sets this one header to one address; else the peer. This port is
     * for the gateway only: whoever else can reach it can claim any address.
     */
    static ClientAddress of(HttpServletRequest request) {
        List<String> given = Collections.list(request.getHeaders(HEADER));
        return (given.size() == 1
                        ? ClientAddress.parse(given.getFirst())
                        : Optional.<ClientAddress>empty())
                .or(() -> ClientAddress.parse(request.getRemoteAddr()))
                .orElseThrow(() -> new IllegalStateException("a peer without an address"));
    }
}

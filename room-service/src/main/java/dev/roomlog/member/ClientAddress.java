package dev.roomlog.member;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where a client calls from, as far as it tells clients apart: an IPv4 address, or the first 64
 * bits of an IPv6 address, since whoever has one of those has all of its 2^64 addresses.
 */
public record ClientAddress(String value) {

    private static final int PREFIX_BYTES = 8;

    /** Of a literal; names are not looked up. An IPv4 address inside of IPv6 counts as itself. */
    public static Optional<ClientAddress> parse(String literal) {
        int zone = literal.indexOf('%');
        String address = zone < 0 ? literal : literal.substring(0, zone);
        try {
            return Optional.of(of(InetAddress.ofLiteral(address)));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // whatever it is, it is no address
        }
    }

    private static ClientAddress of(InetAddress address) {
        return new ClientAddress(
                address instanceof Inet6Address six
                        ? HexFormat.of().formatHex(six.getAddress(), 0, PREFIX_BYTES) + "/64"
                        : address.getHostAddress());
    }
}

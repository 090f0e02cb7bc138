package dev.roomlog.member;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7,203.0.113.7",
        "::ffff:203.0.113.7,203.0.113.7",
        "2001:db8:1:2:3:4:5:6,20010db800010002/64",
        "2001:db8:1:2::1,20010db800010002/64",
        "fe80::1%eth9,fe80000000000000/64",
        "::1,0000000000000000/64"
    })
    void tellsClientsApartByAddressOrByTheFirst64Bits(String literal, String value) {
        assertThat(ClientAddress.parse(literal)).contains(new ClientAddress(value));
    }

    @Test
    void anotherNetworkIsAnotherClient() {
        assertThat(ClientAddress.parse("2001:db8:1:3::1"))
                .isNotEqualTo(ClientAddress.parse("2001:db8:1:2::1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost",
                "1.2.3.4, 5.6.7.8",
                "1.2.3.4:80",
                "1.2.3.999",
                "unknown"
            })
    void takesNothingButAnAddress(String text) {
        assertThat(ClientAddress.parse(text)).isEmpty();
    }
}

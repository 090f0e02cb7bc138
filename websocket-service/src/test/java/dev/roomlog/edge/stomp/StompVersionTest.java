package dev.roomlog.edge.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** STOMP 1.2, section "Protocol Negotiation". */
class StompVersionTest {

    @ParameterizedTest
    @CsvSource({
        "1.2, V1_2",
        "'1.0,1.1,1.2', V1_2",
        "'1.2,1.1,1.0', V1_2",
        "'1.1, 1.0', V1_1",
        "'1.0,1.3,2.0', V1_0",
    })
    void choosesTheHighestBothSpeak(String acceptVersion, StompVersion chosen) {
        assertThat(StompVersion.negotiate(acceptVersion)).contains(chosen);
    }

    @Test
    void takesAClientThatOffersNothingForOneOfVersionOne() {
        assertThat(StompVersion.negotiate(null)).contains(StompVersion.V1_0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.3", "2", "1.2.0", "v1.2", "1.1 1.2", ",,"})
    void findsNoVersionWhereNoneIsCommon(String acceptVersion) {
        assertThat(StompVersion.negotiate(acceptVersion)).isEmpty();
    }

    @Test
    void offersTheNewestSubProtocolFirst() {
        assertThat(StompVersion.subProtocols())
                .containsExactly("v12.stomp", "v11.stomp", "v10.stomp");
    }
}

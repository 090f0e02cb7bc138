package dev.roomlog.edge.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

/** STOMP 1.2, section "Heart-beating". */
class HeartBeatsTest {

    @ParameterizedTest(name = "client {0}, we {1} ms: we send every {2}, expect every {3}")
    @CsvSource({
        "'0,0', 10000, 0, 0",
        "'5000,0', 10000, 0, 10000",
        "'0,5000', 10000, 10000, 0",
        "'20000,30000', 10000, 30000, 20000",
        "'10000,10000', 10000, 10000, 10000",
        "'4000,4000', 0, 0, 0",
        "'999999999,1', 10, 10, 999999999",
    })
    void takesTheLargerOfWhatOneCanAndTheOtherWants(
            String header, long ours, long send, long expect) {
        assertThat(HeartBeats.negotiate(header, Duration.ofMillis(ours)))
                .contains(new HeartBeats(Duration.ofMillis(send), Duration.ofMillis(expect)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "1",
                "1,",
                ",1",
                "1,2,3",
                "-1,0",
                "a,b",
                "1, 2",
                "1.5,0",
                "9999999999,0",
                "١,٢"
            })
    void refusesWhatIsNotTwoNumbers(String header) {
        assertThat(HeartBeats.negotiate(header, Duration.ofSeconds(10))).isEmpty();
    }
}

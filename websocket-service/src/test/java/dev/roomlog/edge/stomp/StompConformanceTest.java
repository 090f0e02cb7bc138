package dev.roomlog.edge.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/** Each row of {@code conformance.txt}, and each the same wherever its bytes are split. */
class StompConformanceTest {

    static List<Row> rows() {
        return Row.all();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readsWhatTheSpecificationSays(Row row) {
        assertThat(Streams.whole(row.peer(), row.bytes())).isEqualTo(row.expected());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readsTheSameWhereverTheBytesAreSplit(Row row) {
        byte[] bytes = row.bytes();

        for (int split = 0; split <= bytes.length; split++) {
            assertThat(Streams.splitAt(split, row.peer(), bytes))
                    .as("split at %d", split)
                    .isEqualTo(row.expected());
        }
        assertThat(Streams.byteByByte(row.peer(), bytes)).isEqualTo(row.expected());
    }
}

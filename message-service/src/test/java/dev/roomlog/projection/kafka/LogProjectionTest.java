package dev.roomlog.projection.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.projection.LogPartition;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import reactor.core.publisher.Mono;

import java.util.List;

class LogProjectionTest {

    private static final TopicPartition PARTITION = new TopicPartition("log", 3);

    @Test
    void anotherFormIsReadFromTheStartBesidesTheFirst() {
        assertThat(ofForm(1).nameOf(PARTITION)).isEqualTo(new LogPartition("log", 3));
        assertThat(ofForm(2).nameOf(PARTITION)).isEqualTo(new LogPartition("log.2", 3));
    }

    private static LogProjection ofForm(int form) {
        return new LogProjection(
                "group", form, List.of("log"), LogProjection.OnOtherLog.STOP, _ -> Mono.empty());
    }
}

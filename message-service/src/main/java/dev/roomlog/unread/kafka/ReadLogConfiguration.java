package dev.roomlog.unread.kafka;

import dev.roomlog.events.TopicLayout;
import dev.roomlog.events.Topics;
import dev.roomlog.projection.kafka.DeadLetters;
import dev.roomlog.projection.kafka.EndOffsets;
import dev.roomlog.projection.kafka.LogProjection;
import dev.roomlog.projection.kafka.LogWriter;
import dev.roomlog.unread.ReadMarkers;
import dev.roomlog.unread.Tallies;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.util.List;

@Configuration(proxyBeanMethods = false)
class ReadLogConfiguration {

    @Bean
    LogProjection readLog(Tallies tallies, DeadLetters deadLetters, MeterRegistry meters) {
        return new LogProjection(
                "message-service-reads",
                1,
                List.of(Topics.READS.name()),
                LogProjection.OnOtherLog.RESTART,
                new ReadLogApplier(tallies, deadLetters, meters));
    }

    @Bean
    ReadMarkers readMarkers(LogWriter writer, EndOffsets ends, TopicLayout layout) {
        return new KafkaReadMarkers(writer, ends, layout);
    }
}

package dev.roomlog.message.kafka;

import dev.roomlog.events.TopicLayout;
import dev.roomlog.events.Topics;
import dev.roomlog.message.Derivation;
import dev.roomlog.message.LogEnds;
import dev.roomlog.message.Messages;
import dev.roomlog.projection.AppliedOffsets;
import dev.roomlog.projection.kafka.DeadLetters;
import dev.roomlog.projection.kafka.EndOffsets;
import dev.roomlog.projection.kafka.LogProjection;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.util.List;

@Configuration(proxyBeanMethods = false)
class MessageLogConfiguration {

    @Bean
    LogProjection messageLog(
            Messages messages,
            List<Derivation> derivations,
            TopicLayout layout,
            LogAppliedPositions positions,
            DeadLetters deadLetters,
            MeterRegistry meters) {
        return new LogProjection(
                "message-service",
                1,
                List.of(Topics.messagesName(layout.epoch())),
                LogProjection.OnOtherLog.STOP,
                new MessageLogApplier(
                        messages, derivations, layout, positions, deadLetters, meters));
    }

    @Bean
    LogAppliedPositions appliedPositions(AppliedOffsets offsets, TopicLayout layout) {
        return new LogAppliedPositions(offsets, layout);
    }

    @Bean
    LogEnds logEnds(EndOffsets ends, TopicLayout layout) {
        return new KafkaLogEnds(ends, layout);
    }
}

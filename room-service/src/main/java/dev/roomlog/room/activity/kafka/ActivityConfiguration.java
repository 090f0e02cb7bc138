package dev.roomlog.room.activity.kafka;

import dev.roomlog.events.TopicLayout;
import dev.roomlog.events.Topics;
import dev.roomlog.room.activity.ActivityFollowing;
import dev.roomlog.room.activity.LastMessages;

import io.micrometer.core.instrument.MeterRegistry;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.MicrometerConsumerListener;

import java.util.HashMap;
import java.util.Map;

@Configuration(proxyBeanMethods = false)
class ActivityConfiguration {

    private static final String GROUP = "room-service";

    @Bean
    MessageLogFollower messageLogFollower(
            KafkaProperties kafka,
            TopicLayout layout,
            LastMessages lastMessages,
            MeterRegistry meters) {
        var consumers =
                new DefaultKafkaConsumerFactory<byte[], byte[]>(
                        consumerConfig(kafka.buildConsumerProperties(), GROUP));
        consumers.addListener(new MicrometerConsumerListener<>(meters));
        return new MessageLogFollower(
                consumers,
                Topics.messagesName(layout.epoch()),
                new MessageLogListener(
                        new ActivityFollowing(lastMessages), layout.epoch(), meters));
    }

    static Map<String, Object> consumerConfig(Map<String, Object> connection, String group) {
        Map<String, Object> config = new HashMap<>(connection);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, group);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        // How long the partitions of a killed instance wait for another.
        config.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        config.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        return config;
    }
}

package dev.roomlog.room.activity.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.RetryListener;
import org.springframework.util.backoff.ExponentialBackOff;

import java.time.Duration;
import java.util.Map;

/** Reads the message log from start to stop, whatever fails meanwhile. */
final class MessageLogFollower implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(MessageLogFollower.class);
    private static final Duration START_AGAIN = Duration.ofSeconds(1);
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

    private final KafkaMessageListenerContainer<byte[], byte[]> container;
    private volatile boolean running;

    MessageLogFollower(
            ConsumerFactory<byte[], byte[]> consumers,
            String topic,
            BatchMessageListener<byte[], byte[]> listener) {
        ContainerProperties properties = new ContainerProperties(topic);
        properties.setMessageListener(listener);
        properties.setAckMode(ContainerProperties.AckMode.BATCH);
        container = new KafkaMessageListenerContainer<>(consumers, properties);
        container.setBeanName("room-activity");
        container.setCommonErrorHandler(forEver());
    }

    private static DefaultErrorHandler forEver() {
        ExponentialBackOff pauses = new ExponentialBackOff(FIRST_RETRY.toMillis(), 2);
        pauses.setMaxInterval(LONGEST_RETRY.toMillis());
        DefaultErrorHandler handler = new DefaultErrorHandler(pauses);
        // Also what looks like a bug: a batch that is given up is lost.
        handler.setClassifications(Map.of(), true);
        handler.setRetryListeners(new Told());
        return handler;
    }

    private static final class Told implements RetryListener {

        @Override
        public void failedDelivery(
                ConsumerRecord<?, ?> record, @Nullable Exception failure, int attempt) {
            // Records are not delivered one by one here.
        }

        @Override
        public void failedDelivery(ConsumerRecords<?, ?> batch, Exception failure, int attempt) {
            if (attempt == 1) {
                Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                log.warn("last messages cannot be kept now, will be retried: {}", "" + cause);
            }
        }
    }

    @Override
    public void start() {
        running = true;
        Thread.ofVirtual().name("room-activity-start").start(this::startContainer);
    }

    /** No client can even be built while the brokers' name does not resolve. */
    private void startContainer() {
        while (running) {
            try {
                container.start();
                return;
            } catch (KafkaException e) {
                log.warn("the message log cannot be followed yet: {}", e.toString());
            }
            try {
                Thread.sleep(START_AGAIN);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    @Override
    public void stop() {
        running = false;
        container.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}

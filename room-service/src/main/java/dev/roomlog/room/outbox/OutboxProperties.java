package dev.roomlog.room.outbox;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * {@code roomlog.outbox.*}
 *
 * @param poll how often to look for what another instance wrote; own commits wake the relay at once
 * @param lease how long an instance that died keeps the others from relaying; not below 5 s, or
 *     they take over from each other whenever a partition does not answer in time
 * @param transactionalId by which the broker tells the relay from the one before; the same in all
 *     instances, another in each installation that shares the brokers
 */
@ConfigurationProperties("roomlog.outbox")
record OutboxProperties(
        @DefaultValue("100ms") Duration poll,
        @DefaultValue("5s") Duration lease,
        @DefaultValue("roomlog-outbox") String transactionalId) {}

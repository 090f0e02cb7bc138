package dev.roomlog.publishing.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * Bounds of what members do over REST.
 *
 * @param duplicateWindow that of the edges
 * @param sendsPerSecond of one member on this instance: posts and changes together
 * @param sendBurst of one member on this instance
 * @param sendsInFlight of all members on this instance, not acknowledged yet; beyond, {@code
 *     overloaded}
 */
@ConfigurationProperties("roomlog.message")
record PublishingProperties(
        @DefaultValue("5m") Duration duplicateWindow,
        @DefaultValue("20") int sendsPerSecond,
        @DefaultValue("40") int sendBurst,
        @DefaultValue("1000") int sendsInFlight) {}

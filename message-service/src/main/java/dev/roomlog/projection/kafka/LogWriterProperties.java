package dev.roomlog.projection.kafka;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * How this service writes to the log.
 *
 * @param acknowledgeWithin without the broker's acknowledgement by then the outcome is unknown;
 *     shorter than the gateway waits for an answer
 */
@ConfigurationProperties("roomlog.message")
record LogWriterProperties(@DefaultValue("5s") Duration acknowledgeWithin) {}

package dev.roomlog.gateway.error;

import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * How patient the gateway is with those who ask.
 *
 * @param requestTimeout within it a request's head must have come, and again its body
 */
@Validated
@ConfigurationProperties("roomlog.gateway")
public record RequestProperties(@NotNull @DefaultValue("10s") Duration requestTimeout) {}

package dev.roomlog.gateway.security;

import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

import java.util.List;

/**
 * Who may ask from where, and how much.
 *
 * @param allowedOrigins of pages in browsers: {@code scheme://host:port}, compared literally
 * @param maxBody of one request
 */
@Validated
@ConfigurationProperties("roomlog.gateway")
record AccessProperties(
        @NotNull @DefaultValue({"http://localhost:8080", "http://127.0.0.1:8080"})
                List<String> allowedOrigins,
        @NotNull @DefaultValue("64KB") DataSize maxBody) {

    AccessProperties {
        allowedOrigins = List.copyOf(allowedOrigins);
    }
}

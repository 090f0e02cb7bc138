package dev.roomlog;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Starts the message service. The features are named one by one: the contract's packages ({@code
 * dev.roomlog.events}, {@code dev.roomlog.token}) lie under the same root and hold no components.
 */
@SpringBootApplication(
        scanBasePackages = {
            "dev.roomlog.message",
            "dev.roomlog.membership",
            "dev.roomlog.projection",
            "dev.roomlog.publishing",
            "dev.roomlog.unread"
        })
@ConfigurationPropertiesScan({"dev.roomlog.projection", "dev.roomlog.publishing"})
public class MessageServiceApplication {

    public static void main(String[] args) {
        SpringApplication.run(MessageServiceApplication.class, args);
    }
}

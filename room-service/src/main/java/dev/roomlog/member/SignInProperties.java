package dev.roomlog.member;

import jakarta.validation.constraints.Positive;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * {@code roomlog.sign-in.*}: how wrong passwords slow down further tries. The same in all replicas.
 *
 * @param accountFailures of one user name, before the next try must wait
 * @param addressFailures of one address (IPv6: of one /64) within {@code memory}, likewise
 * @param firstWait doubled by each further failure
 * @param longestWait at most {@code memory}
 * @param memory after this long without a failure all are forgotten
 * @param cleanUp how often what is forgotten is deleted
 */
@Validated
@ConfigurationProperties("roomlog.sign-in")
public record SignInProperties(
        @Positive @DefaultValue("5") int accountFailures,
        @Positive @DefaultValue("100") int addressFailures,
        @DefaultValue("2s") Duration firstWait,
        @DefaultValue("15m") Duration longestWait,
        @DefaultValue("15m") Duration memory,
        @DefaultValue("5m") Duration cleanUp) {

    public SignInProperties {
        if (!firstWait.isPositive()
                || longestWait.compareTo(firstWait) < 0
                || memory.compareTo(longestWait) < 0
                || !cleanUp.isPositive()) {
            throw new IllegalArgumentException(
                    "roomlog.sign-in: 0 < first-wait <= longest-wait <= memory and 0 < clean-up");
        }
    }

    public Throttle accounts() {
        return new Throttle(accountFailures, firstWait, longestWait, memory, false);
    }

    public Throttle addresses() {
        return new Throttle(addressFailures, firstWait, longestWait, memory, true);
    }
}

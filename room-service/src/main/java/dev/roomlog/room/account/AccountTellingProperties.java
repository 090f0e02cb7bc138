package dev.roomlog.room.account;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * {@code roomlog.accounts.*}
 *
 * @param poll how often to look for what another instance left undone; own changes are carried on
 *     at once
 */
@ConfigurationProperties("roomlog.accounts")
record AccountTellingProperties(@DefaultValue("5s") Duration poll) {}

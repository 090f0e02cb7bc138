package dev.roomlog.message.web;

import dev.roomlog.membership.RoomAccess;
import dev.roomlog.message.AppliedPositions;
import dev.roomlog.message.CatchingUp;
import dev.roomlog.message.LogEnds;
import dev.roomlog.message.MessageHistory;
import dev.roomlog.message.MessageLookup;
import dev.roomlog.message.Messages;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Duration;

@Configuration(proxyBeanMethods = false)
class HistoryConfiguration {

    /** How long what was said a moment ago is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Bean
    CatchingUp catchingUp(AppliedPositions applied, LogEnds ends) {
        return new CatchingUp(applied, ends, PATIENCE);
    }

    @Bean
    MessageLookup messageLookup(Messages messages, CatchingUp catchingUp) {
        return new MessageLookup(messages, catchingUp);
    }

    @Bean
    MessageHistory messageHistory(
            Messages messages,
            MessageLookup lookup,
            AppliedPositions applied,
            LogEnds ends,
            RoomAccess access) {
        return new MessageHistory(messages, lookup, applied, ends, access);
    }
}

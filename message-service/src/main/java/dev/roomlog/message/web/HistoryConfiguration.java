package dev.roomlog.message.web;

import dev.roomlog.membership.RoomAccess;
import dev.roomlog.message.AppliedPositions;
import dev.roomlog.message.MessageHistory;
import dev.roomlog.message.Messages;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HistoryConfiguration {

    @Bean
    MessageHistory messageHistory(Messages messages, AppliedPositions applied, RoomAccess access) {
        return new MessageHistory(messages, applied, access);
    }
}

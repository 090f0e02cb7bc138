package dev.roomlog.publishing.web;

import dev.roomlog.membership.RoomAccess;
import dev.roomlog.message.CatchingUp;
import dev.roomlog.message.MessageLookup;
import dev.roomlog.message.Messages;
import dev.roomlog.publishing.Changing;
import dev.roomlog.publishing.Posting;
import dev.roomlog.publishing.Publishing;
import dev.roomlog.publishing.RoomLog;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

@Configuration(proxyBeanMethods = false)
class PublishingConfiguration {

    @Bean
    Publishing publishing(RoomLog log, PublishingProperties properties) {
        return new Publishing(
                log,
                new Publishing.Limits(
                        properties.sendsPerSecond(),
                        properties.sendBurst(),
                        properties.sendsInFlight()));
    }

    @Bean
    Posting posting(
            RoomAccess access,
            Messages messages,
            CatchingUp catchingUp,
            Publishing publishing,
            PublishingProperties properties) {
        return new Posting(
                access,
                messages,
                catchingUp,
                publishing,
                Clock.systemUTC(),
                properties.duplicateWindow());
    }

    @Bean
    Changing changing(RoomAccess access, MessageLookup lookup, Publishing publishing) {
        return new Changing(access, lookup, publishing, Clock.systemUTC());
    }
}

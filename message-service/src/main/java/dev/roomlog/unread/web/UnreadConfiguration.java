package dev.roomlog.unread.web;

import dev.roomlog.membership.Memberships;
import dev.roomlog.membership.RoomAccess;
import dev.roomlog.message.AppliedPositions;
import dev.roomlog.message.Derivation;
import dev.roomlog.message.Messages;
import dev.roomlog.unread.ReadMarkers;
import dev.roomlog.unread.Reading;
import dev.roomlog.unread.Tallies;
import dev.roomlog.unread.UnreadCounting;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class UnreadConfiguration {

    @Bean
    Derivation unreadCounting(Messages messages, Memberships memberships, Tallies tallies) {
        return new UnreadCounting(messages, memberships, tallies);
    }

    @Bean
    Reading reading(
            Tallies tallies,
            ReadMarkers markers,
            AppliedPositions applied,
            Memberships memberships,
            RoomAccess access) {
        return new Reading(tallies, markers, applied, memberships, access);
    }
}

package dev.roomlog.membership.kafka;

import dev.roomlog.events.Topics;
import dev.roomlog.membership.MembershipChanges;
import dev.roomlog.membership.Memberships;
import dev.roomlog.membership.RoomAccess;
import dev.roomlog.projection.kafka.DeadLetters;
import dev.roomlog.projection.kafka.LogProjection;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

@Configuration(proxyBeanMethods = false)
class MembershipLogConfiguration {

    /** How long one who may have joined a moment ago waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Of what is kept of a room and a membership; since 2: what posting and moderating take. */
    private static final int FORM = 2;

    @Bean
    LogProjection membershipLog(
            Memberships memberships,
            MembershipChanges changes,
            DeadLetters deadLetters,
            MeterRegistry meters) {
        return new LogProjection(
                "message-service-memberships-" + FORM,
                FORM,
                List.of(Topics.ROOMS.name(), Topics.MEMBERSHIPS.name()),
                LogProjection.OnOtherLog.RESTART,
                new MembershipLogApplier(memberships, changes, deadLetters, meters));
    }

    @Bean
    MembershipChanges membershipChanges() {
        return new MembershipChanges();
    }

    @Bean
    RoomAccess roomAccess(Memberships memberships, MembershipChanges changes) {
        return new RoomAccess(memberships, changes, PATIENCE, Clock.systemUTC());
    }
}

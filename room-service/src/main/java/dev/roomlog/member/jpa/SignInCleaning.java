package dev.roomlog.member.jpa;

import dev.roomlog.member.SignInProperties;

import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

import java.time.Clock;
import java.time.Instant;

/** Deletes failures that no longer count and invitations that are over, in every replica. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class SignInCleaning implements SchedulingConfigurer {

    private static final int AT_ONCE = 1000;

    private final JdbcClient jdbc;
    private final SignInProperties properties;
    private final Clock clock;

    SignInCleaning(JdbcClient jdbc, SignInProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        tasks.addFixedDelayTask(this::clean, properties.cleanUp());
    }

    void clean() {
        Instant now = clock.instant();
        deleteFailures(now.minus(properties.memory()).toEpochMilli());
        jdbc.sql("DELETE FROM invitations WHERE expires_at <= ?")
                .param(now.toEpochMilli())
                .update();
    }

    /** One by one by primary key, the order in which a try locks: neither can be in the way. */
    private void deleteFailures(long until) {
        int found;
        do {
            var subjects =
                    jdbc.sql("SELECT subject FROM sign_in_failures WHERE last_at <= ? LIMIT ?")
                            .params(until, AT_ONCE)
                            .query((row, _) -> row.getString("subject"))
                            .list();
            for (String subject : subjects) {
                jdbc.sql("DELETE FROM sign_in_failures WHERE subject = ? AND last_at <= ?")
                        .params(subject, until)
                        .update();
            }
            found = subjects.size();
        } while (found == AT_ONCE);
    }
}

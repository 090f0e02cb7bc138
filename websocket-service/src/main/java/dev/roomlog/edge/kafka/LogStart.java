package dev.roomlog.edge.kafka;

import dev.roomlog.edge.membership.MembershipView;
import dev.roomlog.events.Topic;
import dev.roomlog.events.TopicLayout;
import dev.roomlog.events.TopicProvisioning;

import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Waits, without holding up the start of the service, for Kafka and the topics, then sets the
 * readers going. Ready means: the topics are there and the membership view is loaded.
 */
final class LogStart implements SmartLifecycle, HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(LogStart.class);

    private final TopicProvisioning topics;
    private final FeedThread feed;
    private final KafkaMemberships memberships;
    private final MembershipView view;
    private final ScheduledExecutorService scheduler =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("log-start").daemon().factory());
    private volatile boolean running;
    private volatile String waitingFor = "not started";

    LogStart(
            Admin admin,
            TopicLayout layout,
            FeedThread feed,
            KafkaMemberships memberships,
            MembershipView view) {
        this.topics = new TopicProvisioning(admin, layout);
        this.feed = feed;
        this.memberships = memberships;
        this.view = view;
    }

    @Override
    public void start() {
        running = true;
        scheduler.execute(this::tryToStart);
    }

    private void tryToStart() {
        if (!running) {
            return;
        }
        switch (topics.ensure(Topic.Owner.WEBSOCKET_SERVICE)) {
            case TopicProvisioning.Outcome.Ready() -> {
                log.info("topics are there; reading memberships");
                waitingFor = "";
                memberships.start();
                feed.start();
                var _ =
                        scheduler.scheduleWithFixedDelay(
                                feed::forgetIdle, 30, 30, TimeUnit.SECONDS);
            }
            case TopicProvisioning.Outcome.Waiting(String reason) -> {
                if (!reason.equals(waitingFor)) {
                    log.info("waiting: {}", reason);
                }
                waitingFor = reason;
                var _ = scheduler.schedule(this::tryToStart, 500, TimeUnit.MILLISECONDS);
            }
            case TopicProvisioning.Outcome.Mismatch(String reason) -> {
                log.error("stopping: {}", reason);
                Runtime.getRuntime().halt(78);
            }
        }
    }

    @Override
    public Health health() {
        if (!waitingFor.isEmpty()) {
            return Health.outOfService().withDetail("waiting", waitingFor).build();
        }
        return view.isLoaded()
                ? Health.up().build()
                : Health.outOfService().withDetail("waiting", "memberships are being read").build();
    }

    @Override
    public void stop() {
        running = false;
        scheduler.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}

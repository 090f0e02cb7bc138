package dev.roomlog.room.outbox;

import dev.roomlog.events.Topic;
import dev.roomlog.events.TopicLayout;
import dev.roomlog.events.TopicProvisioning;
import dev.roomlog.events.TopicProvisioning.Outcome;

import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

import java.time.Duration;
import java.util.Map;

/**
 * Creates this service's topics and waits for the others', in the background: REST answers
 * meanwhile. A topic with another number of partitions ends the process.
 */
final class TopicSetup implements SmartLifecycle, HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(TopicSetup.class);
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final Map<String, Object> connection;
    private final TopicLayout layout;
    private final Runnable exit;

    private volatile boolean running;
    private volatile boolean ready;
    private volatile String waitingFor = "Kafka not asked yet";
    private @Nullable Thread thread;

    TopicSetup(Map<String, Object> connection, TopicLayout layout, Runnable exit) {
        this.connection = connection;
        this.layout = layout;
        this.exit = exit;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("topic-setup").daemon().start(this::run);
    }

    private void run() {
        while (running && !ready) {
            try (Admin admin = Admin.create(connection)) {
                ask(new TopicProvisioning(admin, layout));
            } catch (InterruptedException _) {
                return; // stop() wants us gone
            } catch (RuntimeException e) {
                tell(e.toString());
            }
            try {
                Thread.sleep(ready ? Duration.ZERO : AGAIN);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void ask(TopicProvisioning provisioning) throws InterruptedException {
        while (running && !ready) {
            switch (provisioning.ensure(Topic.Owner.ROOM_SERVICE)) {
                case Outcome.Ready() -> {
                    ready = true;
                    log.info("all topics are there");
                }
                case Outcome.Waiting(String reason) -> {
                    tell(reason);
                    Thread.sleep(AGAIN);
                }
                case Outcome.Mismatch(String reason) -> {
                    log.error("{}; stopping", reason);
                    running = false;
                    exit.run();
                }
            }
        }
    }

    /** Each reason once, not twice a second. */
    private void tell(String reason) {
        if (!reason.equals(waitingFor)) {
            waitingFor = reason;
            log.info("waiting for topics: {}", reason);
        }
    }

    @Override
    public Health health() {
        return ready ? Health.up().build() : Health.outOfService().build();
    }

    @Override
    public void stop() {
        running = false;
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}

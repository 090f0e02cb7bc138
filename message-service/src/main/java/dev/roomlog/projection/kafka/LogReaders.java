package dev.roomlog.projection.kafka;

import dev.roomlog.events.Topic;
import dev.roomlog.events.TopicLayout;
import dev.roomlog.events.TopicProvisioning;
import dev.roomlog.projection.AppliedOffsets;
import dev.roomlog.projection.StoreSetup;
import dev.roomlog.projection.Termination;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Starts the readers in the background, once the store answers and every topic is there; waits for
 * both as long as it takes. A topic laid out otherwise ends the process.
 */
final class LogReaders implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LogReaders.class);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
    private static final Duration LAST_TURN = Duration.ofSeconds(10);

    private record Running(LogProjection projection, LogReader reader, Thread thread) {}

    private final List<LogProjection> projections;
    private final KafkaClients clients;
    private final TopicLayout layout;
    private final StoreSetup store;
    private final AppliedOffsets applied;
    private final Termination termination;
    private final List<Running> running = new CopyOnWriteArrayList<>();
    private @Nullable Disposable starting;
    private volatile String waitingFor = "the store";
    private volatile boolean reading;

    LogReaders(
            List<LogProjection> projections,
            KafkaClients clients,
            TopicLayout layout,
            StoreSetup store,
            AppliedOffsets applied,
            Termination termination) {
        this.projections = projections;
        this.clients = clients;
        this.layout = layout;
        this.store = store;
        this.applied = applied;
        this.termination = termination;
    }

    boolean isReading() {
        return reading;
    }

    String waitingFor() {
        return waitingFor;
    }

    long lag() {
        return running.stream().mapToLong(each -> each.reader().lag()).sum();
    }

    @Override
    public void start() {
        starting =
                Mono.defer(store::prepare)
                        .onErrorMap(LogReaders::storeAway)
                        .then(Mono.fromRunnable(this::openTopics))
                        .subscribeOn(Schedulers.boundedElastic())
                        .retryWhen(
                                Retry.fixedDelay(Long.MAX_VALUE, ASK_AGAIN)
                                        .doBeforeRetry(signal -> waiting(signal.failure())))
                        .subscribe(
                                _ -> {},
                                failure -> LOG.error("the readers were not started", failure));
    }

    private static Throwable storeAway(Throwable failure) {
        return new NotYetException(
                "the store does not answer: " + failure.getClass().getSimpleName());
    }

    private void openTopics() {
        switch (new TopicProvisioning(clients.admin(), layout)
                .ensure(Topic.Owner.MESSAGE_SERVICE)) {
            case TopicProvisioning.Outcome.Ready _ -> projections.forEach(this::read);
            case TopicProvisioning.Outcome.Waiting waiting ->
                    throw new NotYetException(waiting.reason());
            case TopicProvisioning.Outcome.Mismatch mismatch ->
                    termination.because(mismatch.reason());
        }
    }

    /** Ask again. */
    private static final class NotYetException extends RuntimeException {
        NotYetException(String reason) {
            super(reason, null, false, false);
        }
    }

    private void waiting(Throwable failure) {
        String reason =
                failure instanceof NotYetException ? "" + failure.getMessage() : failure.toString();
        if (!reason.equals(waitingFor)) {
            LOG.info("waiting: {}", reason);
            waitingFor = reason;
        }
    }

    /** Asked again after a failure half-way, it starts only those that do not run yet. */
    private void read(LogProjection projection) {
        if (running.stream().anyMatch(each -> each.projection().equals(projection))) {
            return;
        }
        LogReader reader =
                new LogReader(
                        projection,
                        clients.consumer(projection.group()),
                        applied,
                        topic ->
                                Mono.fromCompletionStage(() ->
                                                clients.admin()
                                                        .describeTopics(List.of(topic))
                                                        .allTopicNames()
                                                        .toCompletionStage())
                                        .mapNotNull(found -> found.get(topic))
                                        .map(found -> found.topicId().toString()),
                        termination);
        Thread thread = Thread.ofPlatform().name("reader-" + projection.group()).start(reader);
        running.add(new Running(projection, reader, thread));
        reading = running.size() == projections.size();
        LOG.info("reading {} in group {}", projection.topics(), projection.group());
    }

    @Override
    public void stop() {
        if (starting != null) {
            starting.dispose();
        }
        reading = false;
        running.forEach(each -> each.reader().close());
        for (Running each : running) {
            try {
                if (!each.thread().join(LAST_TURN)) {
                    LOG.warn("{} did not end in time", each.thread().getName());
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        running.clear();
    }

    @Override
    public boolean isRunning() {
        return starting != null && (!starting.isDisposed() || !running.isEmpty());
    }
}

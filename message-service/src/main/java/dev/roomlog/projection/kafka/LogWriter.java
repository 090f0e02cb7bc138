package dev.roomlog.projection.kafka;

import dev.roomlog.events.Appended;
import dev.roomlog.events.OutgoingEvent;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Appends events for those who wait for the outcome. The connection is made with the first one:
 * like every client of Kafka it could not even be built while the broker's name does not resolve.
 */
public final class LogWriter implements AutoCloseable {

    private final KafkaClients clients;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Scheduler sends = Schedulers.fromExecutorService(threads);

    LogWriter(KafkaClients clients) {
        this.clients = clients;
    }

    /**
     * Completes once the broker acknowledged with {@code acks=all}; fails when that did not happen
     * in time, and then the event may or may not be in the log. May be subscribed to on an event
     * loop. Events appended at the same time come in any order.
     */
    public Mono<Appended> append(OutgoingEvent event) {
        // Sending may block while the broker's metadata is unknown.
        return Mono.defer(() -> Mono.fromFuture(clients.awaitedProducer().send(event)))
                .subscribeOn(sends);
    }

    @Override
    public void close() {
        sends.dispose();
        threads.close();
    }
}

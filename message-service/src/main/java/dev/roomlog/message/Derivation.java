package dev.roomlog.message;

import reactor.core.publisher.Mono;

import java.util.List;

/** Something else that follows from the message log. */
public interface Derivation {

    /**
     * Completes when all that follows from the batch is durable. Comes after the batch's messages
     * are stored and before it counts as applied. The same events may come again, cut otherwise.
     *
     * @param batch of one partition, in log order
     */
    Mono<Void> apply(List<LoggedEvent> batch);
}

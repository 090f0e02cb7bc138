package dev.roomlog.projection.kafka;

import reactor.core.publisher.Mono;

/** The broker's ID of a topic: another one means another topic under the same name. */
interface TopicIds {

    Mono<String> of(String topic);
}

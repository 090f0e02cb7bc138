package dev.roomlog.publishing.web;

import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.message.web.Problems;
import dev.roomlog.posting.Parsed;
import dev.roomlog.publishing.Outcome;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.util.function.Function;

/** From what became of a request to its answer. */
@Component
class Answers {

    private final Problems problems;

    Answers(Problems problems) {
        this.problems = problems;
    }

    /**
     * @param position where to find it in the log
     */
    record Written(String id, long position) {}

    Mono<ResponseEntity<Written>> of(
            ServerWebExchange exchange,
            Parsed<Mono<Outcome>> asked,
            Function<Written, ResponseEntity<Written>> done) {
        return switch (asked) {
            case Parsed.Refused<Mono<Outcome>>(RefusalCode code, String field, String detail) ->
                    problems.write(exchange, code, field, detail).then(Mono.empty());
            case Parsed.Valid<Mono<Outcome>>(Mono<Outcome> outcome) ->
                    outcome.flatMap(became -> of(exchange, became, done));
        };
    }

    private Mono<ResponseEntity<Written>> of(
            ServerWebExchange exchange,
            Outcome became,
            Function<Written, ResponseEntity<Written>> done) {
        return switch (became) {
            case Outcome.Done(MessageId id, Position position) ->
                    Mono.just(done.apply(new Written(id.toString(), position.value())));
            case Outcome.Refused refused ->
                    problems.write(exchange, refused.code(), refused.detail(), refused.pause())
                            .then(Mono.empty());
        };
    }
}

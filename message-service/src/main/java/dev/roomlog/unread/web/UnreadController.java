package dev.roomlog.unread.web;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.message.web.Problem;
import dev.roomlog.message.web.Problems;
import dev.roomlog.unread.Reading;
import dev.roomlog.unread.ReadingAnswer;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

@RestController
class UnreadController {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final byte[] NOTHING = new byte[0];

    private final Reading reading;
    private final Problems problems;

    UnreadController(Reading reading, Problems problems) {
        this.reading = reading;
        this.problems = problems;
    }

    @PutMapping(path = "/api/rooms/{id}/read", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<UnreadBody>> move(
            @PathVariable("id") String room,
            @RequestBody(required = false) Mono<byte[]> body,
            @AuthenticationPrincipal Jwt token,
            ServerWebExchange exchange) {
        return body.defaultIfEmpty(NOTHING)
                .flatMap(bytes ->
                        answer(
                                Asked.toMove(room, bytes, JSON),
                                token,
                                exchange,
                                found -> UnreadBody.of(found.items().getFirst())));
    }

    @GetMapping(path = "/api/unread", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<UnreadBody.PageBody>> unread(
            @AuthenticationPrincipal Jwt token, ServerWebExchange exchange) {
        Asked asked = Asked.forPage(exchange.getRequest().getQueryParams());
        return answer(asked, token, exchange, UnreadBody.PageBody::of);
    }

    private <T> Mono<ResponseEntity<T>> answer(
            Asked asked,
            Jwt token,
            ServerWebExchange exchange,
            Function<ReadingAnswer.Found, T> body) {
        MemberId member = new MemberId(Objects.requireNonNull(token.getSubject()));
        Instant issuedAt = Objects.requireNonNull(token.getIssuedAt());
        Mono<ReadingAnswer> answer =
                switch (asked) {
                    case Asked.ToMove move ->
                            reading.read(move.room(), member, issuedAt, move.position());
                    case Asked.ForPage page ->
                            reading.unread(member, issuedAt, page.after(), page.limit());
                    case Asked.Invalid invalid -> refuse(exchange, invalid).then(Mono.empty());
                };
        return answer.flatMap(given ->
                switch (given) {
                    case ReadingAnswer.Found found ->
                            Mono.just(ResponseEntity.ok(body.apply(found)));
                    case ReadingAnswer.Refused(RefusalCode code) ->
                            problems.write(exchange, code).then(Mono.empty());
                });
    }

    private Mono<Void> refuse(ServerWebExchange exchange, Asked.Invalid invalid) {
        return problems.write(
                exchange,
                invalid.code(),
                400,
                invalid.field() + " " + invalid.message(),
                List.of(new Problem.Fault(invalid.field(), invalid.message())));
    }
}

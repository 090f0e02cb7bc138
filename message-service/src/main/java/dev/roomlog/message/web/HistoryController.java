package dev.roomlog.message.web;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.message.HistoryAnswer;
import dev.roomlog.message.MessageHistory;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

@RestController
class HistoryController {

    private final MessageHistory history;
    private final Problems problems;

    HistoryController(MessageHistory history, Problems problems) {
        this.history = history;
        this.problems = problems;
    }

    @GetMapping(path = "/api/rooms/{id}/messages", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<PageBody>> messages(
            @PathVariable("id") String room,
            @AuthenticationPrincipal Jwt token,
            ServerWebExchange exchange) {
        return switch (HistoryQuery.of(room, exchange.getRequest().getQueryParams())) {
            case HistoryQuery.Invalid invalid ->
                    problems.write(
                                    exchange,
                                    invalid.code(),
                                    400,
                                    invalid.field() + " " + invalid.message(),
                                    List.of(new Problem.Fault(invalid.field(), invalid.message())))
                            .then(Mono.empty());
            case HistoryQuery.Valid query -> read(query, token, exchange);
        };
    }

    private Mono<ResponseEntity<PageBody>> read(
            HistoryQuery.Valid query, Jwt token, ServerWebExchange exchange) {
        MemberId reader = new MemberId(Objects.requireNonNull(token.getSubject()));
        Instant issuedAt = Objects.requireNonNull(token.getIssuedAt());
        return history.read(query.room(), reader, issuedAt, query.page())
                .flatMap(answer ->
                        switch (answer) {
                            case HistoryAnswer.Found found ->
                                    Mono.just(ResponseEntity.ok(PageBody.of(found.page(), reader)));
                            case HistoryAnswer.Refused(RefusalCode code) ->
                                    problems.write(exchange, code).then(Mono.empty());
                        });
    }
}

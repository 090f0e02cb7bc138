package dev.roomlog.message.web;

import dev.roomlog.events.MessageId;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.message.HistoryAnswer;
import dev.roomlog.message.MessageHistory;
import dev.roomlog.message.MessageHistory.Reader;
import dev.roomlog.message.PageRequest;
import dev.roomlog.posting.Parsed;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

@RestController
@RequestMapping(path = "/api/rooms/{id}/messages", produces = MediaType.APPLICATION_JSON_VALUE)
class HistoryController {

    private final MessageHistory history;
    private final Problems problems;

    HistoryController(MessageHistory history, Problems problems) {
        this.history = history;
        this.problems = problems;
    }

    @GetMapping
    Mono<ResponseEntity<Object>> messages(
            @PathVariable("id") String room,
            @AuthenticationPrincipal Jwt token,
            ServerWebExchange exchange) {
        return answer(
                exchange,
                Path.room(room)
                        .then(id ->
                                HistoryQuery.of(exchange.getRequest().getQueryParams())
                                        .then(query -> asked(read(id, readerOf(token), query)))));
    }

    private Mono<HistoryAnswer<Object>> read(RoomId room, Reader reader, HistoryQuery query) {
        return switch (query) {
            case HistoryQuery.OfPage(PageRequest page) ->
                    history.page(room, reader, page)
                            .map(answer -> answer.map(it -> PageBody.of(it, reader.member())));
            case HistoryQuery.OfChanges of ->
                    history.changed(room, reader, of.from(), of.limit())
                            .map(answer ->
                                    answer.map(
                                            it -> ChangedBody.of(it, of.after(), reader.member())));
        };
    }

    @GetMapping("/{messageId}")
    Mono<ResponseEntity<MessageBody>> message(
            @PathVariable("id") String room,
            @PathVariable("messageId") String message,
            @AuthenticationPrincipal Jwt token,
            ServerWebExchange exchange) {
        Reader reader = readerOf(token);
        return answer(
                exchange,
                Path.room(room)
                        .then(roomId ->
                                Path.message(message)
                                        .then(id ->
                                                asked(
                                                        history.message(roomId, reader, id)
                                                                .map(answer ->
                                                                        answer.map(it ->
                                                                                MessageBody.of(
                                                                                        it,
                                                                                        reader
                                                                                                .member())))))));
    }

    @GetMapping("/{messageId}/replies")
    Mono<ResponseEntity<RepliesBody>> replies(
            @PathVariable("id") String room,
            @PathVariable("messageId") String message,
            @AuthenticationPrincipal Jwt token,
            ServerWebExchange exchange) {
        Reader reader = readerOf(token);
        return answer(
                exchange,
                Path.room(room)
                        .then(roomId ->
                                Path.message(message)
                                        .then(id -> replies(exchange, roomId, reader, id))));
    }

    private Parsed<Mono<HistoryAnswer<RepliesBody>>> replies(
            ServerWebExchange exchange, RoomId room, Reader reader, MessageId id) {
        return RepliesQuery.of(id, exchange.getRequest().getQueryParams())
                .then(query ->
                        asked(
                                history.replies(room, reader, id, query.after(), query.limit())
                                        .map(answer ->
                                                answer.map(it ->
                                                        RepliesBody.of(it, id, reader.member())))));
    }

    private static Reader readerOf(Jwt token) {
        return new Reader(Tokens.memberOf(token), Tokens.issuedAt(token));
    }

    private static <T> Parsed<T> asked(T reading) {
        return new Parsed.Valid<>(reading);
    }

    private <T> Mono<ResponseEntity<T>> answer(
            ServerWebExchange exchange, Parsed<Mono<HistoryAnswer<T>>> asked) {
        return switch (asked) {
            case Parsed.Refused<Mono<HistoryAnswer<T>>>(
                            RefusalCode code,
                            String field,
                            String why) ->
                    problems.write(exchange, code, field, why).then(Mono.empty());
            case Parsed.Valid<Mono<HistoryAnswer<T>>>(Mono<HistoryAnswer<T>> reading) ->
                    reading.flatMap(answer ->
                            switch (answer) {
                                case HistoryAnswer.Found<T>(T body) ->
                                        Mono.just(ResponseEntity.ok(body));
                                case HistoryAnswer.Refused<T>(RefusalCode code) ->
                                        problems.write(exchange, code).then(Mono.empty());
                            });
        };
    }
}

package dev.roomlog.publishing.web;

import dev.roomlog.events.ClientMessageId;
import dev.roomlog.message.web.JsonBody;
import dev.roomlog.message.web.Path;
import dev.roomlog.message.web.Tokens;
import dev.roomlog.posting.Draft;
import dev.roomlog.posting.MessageJson;
import dev.roomlog.posting.Parsed;
import dev.roomlog.publishing.Author;
import dev.roomlog.publishing.Posting;
import dev.roomlog.publishing.web.Answers.Written;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.util.List;
import java.util.Optional;

@RestController
class PostingController {

    private static final String KEY = "Idempotency-Key";

    private final Posting posting;
    private final Answers answers;

    PostingController(Posting posting, Answers answers) {
        this.posting = posting;
        this.answers = answers;
    }

    @PostMapping("/api/rooms/{id}/messages")
    Mono<ResponseEntity<Written>> post(
            @PathVariable("id") String room,
            @RequestBody(required = false) byte @Nullable [] body,
            @AuthenticationPrincipal Jwt token,
            ServerWebExchange exchange) {
        return answers.of(
                exchange,
                Path.room(room)
                        .then(id ->
                                draft(exchange, body)
                                        .then(draft ->
                                                new Parsed.Valid<>(
                                                        posting.post(authorOf(token), id, draft)))),
                written ->
                        ResponseEntity.created(
                                        URI.create(
                                                "/api/rooms/" + room + "/messages/" + written.id()))
                                .body(written));
    }

    static Author authorOf(Jwt token) {
        return new Author(Tokens.memberOf(token), Tokens.issuedAt(token));
    }

    private static Parsed<Draft> draft(ServerWebExchange exchange, byte @Nullable [] body) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        return key(headers)
                .then(key ->
                        JsonBody.of(exchange.getRequest(), body)
                                .then(json -> MessageJson.draft(json, KEY, key)));
    }

    private static Parsed<Optional<ClientMessageId>> key(HttpHeaders headers) {
        List<String> given = headers.getOrEmpty(KEY);
        if (given.isEmpty()) {
            return new Parsed.Valid<>(Optional.empty());
        }
        if (given.size() > 1) {
            return Parsed.Refused.invalid(KEY, KEY + " is given more than once");
        }
        return MessageJson.clientMessageId(KEY, given.getFirst())
                .then(id -> new Parsed.Valid<>(Optional.of(id)));
    }
}

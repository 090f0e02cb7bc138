package dev.roomlog.publishing.web;

import dev.roomlog.message.web.JsonBody;
import dev.roomlog.message.web.Path;
import dev.roomlog.posting.MessageJson;
import dev.roomlog.posting.Parsed;
import dev.roomlog.publishing.Changing;
import dev.roomlog.publishing.Changing.Target;
import dev.roomlog.publishing.Emoji;
import dev.roomlog.publishing.Outcome;
import dev.roomlog.publishing.web.Answers.Written;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

@RestController
class ChangeController {

    private static final String MESSAGE = "/api/rooms/{id}/messages/{messageId}";
    private static final String REACTION = MESSAGE + "/reactions/{emoji}";

    private final Changing changing;
    private final Answers answers;

    ChangeController(Changing changing, Answers answers) {
        this.changing = changing;
        this.answers = answers;
    }

    @PatchMapping(MESSAGE)
    Mono<ResponseEntity<Written>> edit(
            @PathVariable("id") String room,
            @PathVariable("messageId") String message,
            @RequestBody(required = false) byte @Nullable [] body,
            @AuthenticationPrincipal Jwt token,
            ServerWebExchange exchange) {
        return answer(
                exchange,
                target(room, message)
                        .then(target ->
                                JsonBody.of(exchange.getRequest(), body)
                                        .then(MessageJson::edit)
                                        .then(edit ->
                                                change(
                                                        changing.edit(
                                                                PostingController.authorOf(token),
                                                                target,
                                                                edit)))));
    }

    @DeleteMapping(MESSAGE)
    Mono<ResponseEntity<Written>> delete(
            @PathVariable("id") String room,
            @PathVariable("messageId") String message,
            @AuthenticationPrincipal Jwt token,
            ServerWebExchange exchange) {
        return answer(
                exchange,
                target(room, message)
                        .then(target ->
                                change(
                                        changing.delete(
                                                PostingController.authorOf(token), target))));
    }

    @PutMapping(REACTION)
    Mono<ResponseEntity<Written>> react(
            @PathVariable("id") String room,
            @PathVariable("messageId") String message,
            @PathVariable("emoji") String emoji,
            @AuthenticationPrincipal Jwt token,
            ServerWebExchange exchange) {
        return answer(
                exchange,
                target(room, message)
                        .then(target ->
                                emoji(emoji)
                                        .then(it ->
                                                change(
                                                        changing.react(
                                                                PostingController.authorOf(token),
                                                                target,
                                                                it)))));
    }

    @DeleteMapping(REACTION)
    Mono<ResponseEntity<Written>> unreact(
            @PathVariable("id") String room,
            @PathVariable("messageId") String message,
            @PathVariable("emoji") String emoji,
            @AuthenticationPrincipal Jwt token,
            ServerWebExchange exchange) {
        return answer(
                exchange,
                target(room, message)
                        .then(target ->
                                emoji(emoji)
                                        .then(it ->
                                                change(
                                                        changing.unreact(
                                                                PostingController.authorOf(token),
                                                                target,
                                                                it)))));
    }

    private Mono<ResponseEntity<Written>> answer(
            ServerWebExchange exchange, Parsed<Mono<Outcome>> asked) {
        return answers.of(exchange, asked, ResponseEntity::ok);
    }

    private static Parsed<Mono<Outcome>> change(Mono<Outcome> change) {
        return new Parsed.Valid<>(change);
    }

    private static Parsed<Target> target(String room, String message) {
        return Path.room(room)
                .then(roomId ->
                        Path.message(message)
                                .then(id -> new Parsed.Valid<>(new Target(roomId, id))));
    }

    private static Parsed<Emoji> emoji(String text) {
        return Emoji.parse(text)
                .<Parsed<Emoji>>map(Parsed.Valid::new)
                .orElseGet(() ->
                        Parsed.Refused.invalid(
                                "emoji",
                                "emoji is not one emoji of at most " + Emoji.MAX_BYTES + " bytes"));
    }
}

package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Messages change: everybody sees it live, in order, and history agrees. */
@ExtendWith(SharedStack.class)
class ChangesIT {

    private static final String THUMB = "%F0%9F%91%8D";
    private static final String PARTY = "%F0%9F%8E%89";
    private static final int RACES = 10;

    private final Installation roomlog;
    private final Member alice;
    private final Member bob;
    private final Member owner;
    private final String room;

    ChangesIT(Installation roomlog) {
        this.roomlog = roomlog;
        this.owner = roomlog.newMember("owner");
        this.alice = roomlog.newMember("alice");
        this.bob = roomlog.newMember("bob");
        this.room = roomlog.newRoom(owner, "PRIVATE", alice, bob);
    }

    @Test
    void everybodySeesEachChangeLiveInOrderAndHistoryAgrees() {
        try (Everywhere listener = roomlog.connectEverywhere(bob)) {
            Everywhere.Inboxes heard = listener.subscribe(room);

            JsonNode question = post(alice, "{\"text\":\"why?\"}");
            String id = question.get("id").stringValue();
            JsonNode reply =
                    post(
                            bob,
                            "{\"text\":\"because\",\"replyTo\":\"%s\",\"mentions\":[\"%s\"]}"
                                    .formatted(id, alice.id()));
            List<JsonNode> changes =
                    List.of(
                            patch(alice, id, "{\"text\":\"how?\"}"),
                            roomlog.rest().put(reaction(id, THUMB), bob, "").expect(200),
                            roomlog.rest().put(reaction(id, PARTY), alice, "").expect(200),
                            roomlog.rest().delete(reaction(id, THUMB), bob).expect(200),
                            roomlog.rest()
                                    .delete(path(reply.get("id").stringValue()), owner)
                                    .expect(200));

            assertThat(heard.next("posted").position()).isEqualTo(position(question));
            Received answered = heard.next("posted");
            assertThat(answered.position()).isEqualTo(position(reply));
            assertThat(answered.field("replyTo")).isEqualTo(id);
            assertThat(answered.body().get("mentions").get(0).stringValue()).isEqualTo(alice.id());
            List<String> events = List.of("edited", "reaction", "reaction", "reaction", "deleted");
            for (int i = 0; i < events.size(); i++) {
                Received change = heard.next(events.get(i));
                assertThat(change.position()).isEqualTo(position(changes.get(i)));
            }
            List<JsonNode> history = roomlog.history(bob, room).upTo(position(changes.getLast()));
            heard.forEach(inbox -> assertThat(Told.messages(bob, inbox.all())).isEqualTo(history));
            assertThat(history.getFirst().get("text").stringValue()).isEqualTo("how?");
            assertThat(history.getLast().path("deleted").booleanValue()).isTrue();
            assertThat(roomlog.rest().get(path(id) + "/replies", bob).expect(200).get("items"))
                    .hasSize(1);
        }
    }

    @Test
    void racesEndTheSameOnEveryEdgeInHistoryAndForWhoComesBack() {
        Random random = new Random(7);
        try (Everywhere listener = roomlog.connectEverywhere(bob)) {
            Everywhere.Inboxes heard = listener.subscribe(room);
            for (int i = 0; i < RACES; i++) {
                String id = post(alice, "{\"text\":\"first\"}").get("id").stringValue();
                List<Runnable> race =
                        new ArrayList<>(
                                List.of(
                                        () -> change("PATCH", path(id), alice, "one"),
                                        () -> change("PATCH", path(id), alice, "other"),
                                        () -> change("PUT", reaction(id, THUMB), bob, ""),
                                        () -> change("DELETE", reaction(id, THUMB), bob, ""),
                                        () -> change("PUT", reaction(id, PARTY), owner, "")));
                if (i % 2 == 0) {
                    race.add(() -> change("DELETE", path(id), owner, ""));
                    race.add(() -> change("DELETE", path(id), alice, ""));
                }
                Collections.shuffle(race, random);
                Together.run(race);
            }
            long end = position(post(alice, "{\"text\":\"end\"}"));

            List<JsonNode> history = roomlog.history(bob, room).upTo(end);
            heard.forEach(inbox -> {
                while (inbox.next().position() != end) {
                    // Up to the last message.
                }
                assertThat(Told.messages(bob, inbox.all())).isEqualTo(history);
            });
            assertThat(history)
                    .filteredOn(message -> message.has("deleted"))
                    .hasSize(RACES / 2)
                    .noneMatch(message -> message.has("text"));
            try (StompUser back = roomlog.connect(bob)) {
                StompUser.Inbox replayed = back.subscribe(room, "first");
                while (replayed.next().position() != end) {
                    // Up to the last message.
                }
                assertThat(replayed.all())
                        .filteredOn(event -> event.event().equals("edited"))
                        .as("no text of a deleted message")
                        .allMatch(event ->
                                history.stream()
                                        .filter(message -> message.has("text"))
                                        .anyMatch(message ->
                                                message.get("id").equals(event.body().get("id"))));
            }
        }
    }

    private void change(String method, String path, Member who, String text) {
        String json = text.isEmpty() ? null : "{\"text\":\"%s\"}".formatted(text);
        roomlog.rest().call(method, path, who, json).expectStatus(200, 409);
    }

    @Test
    void oneSendThroughBothDoorsIsOneMessageAtItsFirstPosition() {
        try (StompUser speaker = roomlog.connect(alice);
                StompUser listener = roomlog.connect(bob)) {
            StompUser.Inbox heard = listener.subscribe(room);

            StompUser.Receipt receipt = StompUser.await(speaker.send(room, "one", "one"));
            Rest.Answer again = keyed("{\"text\":\"one\"}", "one");
            Rest.Answer first = keyed("{\"text\":\"two\"}", "two");
            StompUser.Receipt repeated = StompUser.await(speaker.send(room, "two", "two"));
            post(alice, "{\"text\":\"end\"}");

            assertThat(again.expect(201).get("id").stringValue()).isEqualTo(receipt.messageId());
            assertThat(position(again.json())).isEqualTo(receipt.position());
            assertThat(first.expect(201).get("id").stringValue()).isEqualTo(repeated.messageId());
            assertThat(position(first.json())).isEqualTo(repeated.position());
            assertThat(first.headers().firstValue("location")).hasValue(path(repeated.messageId()));
            assertThat(
                            roomlog.rest()
                                    .get(path(repeated.messageId()), bob)
                                    .expect(200)
                                    .get("text")
                                    .stringValue())
                    .isEqualTo("two");
            for (String text : List.of("one", "two", "end")) {
                assertThat(heard.next("posted").text()).isEqualTo(text);
            }
        }
    }

    @Test
    void manySendsAtOnceUnderOneKeyAreOneMessage() {
        List<JsonNode> answers =
                Together.all(
                        Collections.nCopies(8, "{\"text\":\"once\"}"),
                        body -> keyed(body, "same").expect(201));

        assertThat(answers).containsOnly(answers.getFirst());
        assertThat(roomlog.history(bob, room).upTo(position(answers.getFirst()))).hasSize(1);
    }

    @Test
    void restJudgesAsTheEdgeDoes() {
        roomlog.mute(room, owner, bob).expect(200);
        awaitRefused(bob, "muted");
        String mine = post(alice, "{\"text\":\"x\"}").get("id").stringValue();
        roomlog.rest().put(reaction(mine, THUMB), bob, "").expectProblem(403, "muted");
        roomlog.unmute(room, owner, bob).expectStatus(204);

        roomlog.change(room, owner, "{\"posting\":\"STAFF\"}").expect(200);
        awaitRefused(bob, "posting-restricted");
        roomlog.change(room, owner, "{\"posting\":\"EVERYONE\",\"slowModeSeconds\":60}")
                .expect(200);
        Member carol = roomlog.newMember("carol");
        roomlog.add(room, owner, carol).expect(200, 201);
        try (StompUser speaker = roomlog.connect(carol)) {
            speaker.sendAndAwait(room, "through the edge");
        }
        Awaitility.await("the room's new rule")
                .until(() ->
                        roomlog.rest().post(messages(), carol, "{\"text\":\"x\"}").status() == 429);
        Rest.Answer tooSoon = roomlog.rest().post(messages(), carol, "{\"text\":\"too soon\"}");
        tooSoon.expectProblem(429, "slow-mode");
        assertThat(Integer.parseInt(tooSoon.headers().firstValue("retry-after").orElse("0")))
                .isBetween(1, 60);
        keyed("{\"text\":\"x\"}", "01900000-0000-7000-8000-000000000000")
                .expectProblem(409, "stale-message-id");
        Member stranger = roomlog.newMember("stranger");
        roomlog.rest().post(messages(), stranger, "{\"text\":\"x\"}").expectRefused("not-found");
    }

    private void awaitRefused(Member who, String code) {
        Awaitility.await(code)
                .until(() ->
                        roomlog.rest()
                                .post(messages(), who, "{\"text\":\"x\"}")
                                .body()
                                .contains("\"" + code + "\""));
        roomlog.rest().post(messages(), who, "{\"text\":\"x\"}").expectProblem(403, code);
    }

    @Test
    void onlyItsAuthorDeletesAMessageOfADirectRoom() {
        String direct = roomlog.newDirectRoom(alice, bob);
        String path = "/api/rooms/" + direct + "/messages";
        String id =
                roomlog.rest()
                        .post(path, alice, "{\"text\":\"x\"}")
                        .expect(201)
                        .get("id")
                        .stringValue();

        roomlog.rest().delete(path + "/" + id, bob).expectRefused("forbidden");
        roomlog.rest().delete(path + "/" + id, alice).expect(200);
    }

    @Test
    void whoComesBackFindsWhatChangedMeanwhile() {
        String old = post(alice, "{\"text\":\"old\"}").get("id").stringValue();
        String kept = post(alice, "{\"text\":\"kept\"}").get("id").stringValue();
        long seen = position(post(alice, "{\"text\":\"seen\"}"));
        roomlog.rest().put(reaction(kept, THUMB), bob, "").expect(200);
        long last = position(patch(alice, old, "{\"text\":\"new\"}"));

        History history = roomlog.history(bob, room);
        history.upTo(last);
        JsonNode first = history.page("?limit=1&changedAfter=" + seen);
        JsonNode second =
                history.page(
                        "?limit=1&changedAfter="
                                + seen
                                + "&cursor="
                                + first.get("next").stringValue());

        assertThat(first.get("items").get(0).get("id").stringValue()).isEqualTo(kept);
        assertThat(second.get("items").get(0).get("text").stringValue()).isEqualTo("new");
        assertThat(second.has("next")).isFalse();
        assertThat(second.get("appliedTo").longValue()).isGreaterThanOrEqualTo(last);
        assertThat(history.page("?changedAfter=" + last).get("items")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "",
                "[]",
                "null",
                "{\"text\":5}",
                "{\"text\":\"\"}",
                "{\"text\":\"x\",\"sender\":\"bob\"}",
                "{\"text\":\"a\\u0000b\"}",
                "{\"text\":\"\\ud800\"}",
                "{\"text\":{\"$gt\":\"\"}}",
                "{\"text\":\"x\",\"mentions\":{\"$ne\":null}}"
            })
    void aBadMessageIsRefusedAndNothingIsStored(String body) {
        String id = post(alice, "{\"text\":\"good\"}").get("id").stringValue();

        roomlog.rest().post(messages(), alice, body).expectProblem(400, "invalid-request");
        roomlog.rest().patch(path(id), alice, body).expectProblem(400, "invalid-request");

        long end = position(post(alice, "{\"text\":\"end\"}"));
        assertThat(roomlog.history(bob, room).upTo(end))
                .extracting(message -> message.get("text").stringValue())
                .containsExactly("good", "end");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,/%s/reactions/x,400,invalid-request",
        "PUT,/%s/reactions/%%F0%%9F%%91%%8D%%F0%%9F%%91%%8D,400,invalid-request",
        "PUT,/%s/reactions/%%ED%%A0%%80,400,invalid-request",
        "DELETE,/not-a-uuid,400,invalid-request",
        "DELETE,/c1f00000-0000-8000-8000-000000000000,404,not-found",
        "GET,/%s/replies?limit=0,400,invalid-request",
        "GET,/%s/replies?limit=1000000000,400,invalid-request",
        "GET,?changedAfter=9007199254740992,400,invalid-position",
        "GET,?changedAfter=9007199254740991,400,invalid-position",
        "GET,?after=9007199254740991,400,invalid-position"
    })
    void aBadRequestIsRefused(String method, String path, int status, String code) {
        String id = post(alice, "{\"text\":\"good\"}").get("id").stringValue();

        roomlog.rest()
                .call(method, messages() + path.formatted(id), alice, null)
                .expectProblem(status, code);
    }

    @Test
    void aTextMayBeEightKibibytesOfEmojiAndNoMore() {
        String text = "👍".repeat(2_048);

        String id = post(alice, "{\"text\":\"%s\"}".formatted(text)).get("id").stringValue();

        assertThat(roomlog.rest().get(path(id), bob).expect(200).get("text").stringValue())
                .isEqualTo(text);
        roomlog.rest()
                .post(messages(), alice, "{\"text\":\"%sx\"}".formatted(text))
                .expectProblem(413, "too-large");
        roomlog.rest()
                .post(messages(), alice, "[".repeat(30_000))
                .expectProblem(400, "invalid-request");
    }

    private JsonNode post(Member who, String json) {
        return roomlog.rest().post(messages(), who, json).expect(201);
    }

    private JsonNode patch(Member who, String id, String json) {
        return roomlog.rest().patch(path(id), who, json).expect(200);
    }

    private Rest.Answer keyed(String json, String key) {
        return roomlog.rest().call("POST", messages(), alice, json, "Idempotency-Key", key);
    }

    private String messages() {
        return "/api/rooms/" + room + "/messages";
    }

    private String path(String id) {
        return messages() + "/" + id;
    }

    private String reaction(String id, String emoji) {
        return path(id) + "/reactions/" + emoji;
    }

    private static long position(JsonNode answer) {
        return answer.get("position").longValue();
    }
}

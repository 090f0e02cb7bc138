package dev.roomlog.unread.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

class AskedTest {

    private static final RoomId ROOM = RoomId.of("2b6e1c1e-7a4e-4a44-9f0c-3f5a8d1f0b11");

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 17592186044416L, Position.MAX_VALUE})
    void takesAnyPosition(long position) {
        assertThat(toMove("{\"position\":" + position + "}"))
                .isEqualTo(new Asked.ToMove(ROOM, new Position(position)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"position\":null}",
                "{\"position\":\"1\"}",
                "{\"position\":1.5}",
                "{\"position\":-1}",
                "{\"position\":9007199254740992}",
                "{\"position\":1e400}",
                "{\"position\":18446744073709551617}",
                "{\"position\":[1]}"
            })
    void refusesWhatIsNoPosition(String body) {
        assertThat(toMove(body))
                .isInstanceOfSatisfying(
                        Asked.Invalid.class,
                        invalid ->
                                assertThat(invalid.code()).isEqualTo(RefusalCode.INVALID_POSITION));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "1", "{\"position\":1,\"extra\":2}"})
    void refusesWhatIsNoBodyOfThisCall(String body) {
        assertInvalid(toMove(body), "body");
    }

    @Test
    void refusesARoomThatIsNoUuid() {
        assertInvalid(Asked.toMove("1-1-1-1-1", new byte[0], JsonMapper.shared()), "id");
    }

    @Test
    void comesBackToWhereACursorSays() {
        assertThat(Asked.forPage(query("cursor", Asked.cursor(ROOM))))
                .isEqualTo(new Asked.ForPage(ROOM, 50));
        assertThat(Asked.forPage(query("limit", "200"))).isEqualTo(new Asked.ForPage(null, 200));
        assertThat(Asked.forPage(new LinkedMultiValueMap<>()))
                .isEqualTo(new Asked.ForPage(null, 50));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "1000", "-1", "05", "x", "", "1.0"})
    void refusesALimitOutOfRange(String limit) {
        assertInvalid(Asked.forPage(query("limit", limit)), "limit");
    }

    @Test
    void refusesForgedCursorsAndUnknownParameters() {
        String ofAnotherList =
                Base64.getUrlEncoder()
                        .encodeToString(("rooms " + ROOM).getBytes(StandardCharsets.US_ASCII));
        assertInvalid(Asked.forPage(query("cursor", ofAnotherList)), "cursor");
        assertInvalid(Asked.forPage(query("cursor", Asked.cursor(ROOM) + "=")), "cursor");
        assertInvalid(Asked.forPage(query("cursor", "%%")), "cursor");
        assertInvalid(Asked.forPage(query("cursor", "")), "cursor");
        assertInvalid(Asked.forPage(query("room", ROOM.toString())), "room");
        MultiValueMap<String, String> twice = query("limit", "1");
        twice.add("limit", "2");
        assertInvalid(Asked.forPage(twice), "limit");
    }

    private static void assertInvalid(Asked asked, String field) {
        assertThat(asked)
                .isInstanceOfSatisfying(
                        Asked.Invalid.class,
                        invalid -> {
                            assertThat(invalid.code()).isEqualTo(RefusalCode.INVALID_REQUEST);
                            assertThat(invalid.field()).isEqualTo(field);
                        });
    }

    private static Asked toMove(String body) {
        return Asked.toMove(
                ROOM.toString(), body.getBytes(StandardCharsets.UTF_8), JsonMapper.shared());
    }

    private static MultiValueMap<String, String> query(String name, String value) {
        MultiValueMap<String, String> query = new LinkedMultiValueMap<>();
        query.add(name, value);
        return query;
    }
}

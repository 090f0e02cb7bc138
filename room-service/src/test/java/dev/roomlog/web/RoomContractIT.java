package dev.roomlog.web;

import static dev.roomlog.web.RestContractIT.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.support.Http;
import dev.roomlog.support.Http.Answer;
import dev.roomlog.support.RunningService;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.json.JsonMapper;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What is not exactly as the contract has it is refused; what looks odd but is, is kept. */
class RoomContractIT extends RunningService {

    private static final JsonMapper JSON = new JsonMapper();

    private Http owner = http();
    private String room = "";

    @BeforeEach
    void aRoom() {
        owner = someone();
        room = "/api/rooms/" + owner.room("PUBLIC");
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "",
                "   ",
                "\u00a0\u2003",
                "\u200b",
                "\u200d\u2060\ufeff",
                "\u3164",
                "\u2800",
                "\ufe0f",
                "\u0301",
                "two\nlines",
                "a\tb",
                "nul\u0000",
                "\u0085\u009f",
                "abc\u202edcb",
                "\u2066abc\u2069",
                "line\u2028separator",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void refusesNamesThatShowNothingOrBreakTheTextAround(String name) {
        Map<String, String> body = Map.of("name", name);

        problem(owner.patch(room, JSON.writeValueAsString(body)), 400, "invalid-request");
        problem(
                owner.post(
                        "/api/rooms",
                        JSON.writeValueAsString(Map.of("name", name, "kind", "PUBLIC"))),
                400,
                "invalid-request");
        assertThat(owner.get(room).text("name")).isEqualTo("A room");
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "\u05e9\u05dc\u05d5\u05dd",
                "\u0645\u0631\u062d\u0628\u0627 abc",
                "\ud83e\uddd1\u200d\ud83d\ude80",
                "\ud83c\uddf3\ud83c\uddf4",
                "\u2764\ufe0f",
                "\u65e5\u672c\u8a9e",
                "' OR 1=1; DROP TABLE rooms; -- ",
                "\\' \\\" \\0 %00 ${jndi:ldap://x} {{7*7}} #{1}",
                "<script>alert(1)</script>",
                "{\"$ne\":null}",
                "%_!",
                "null"
            })
    void keepsNamesOfAnyScriptAndTrickAsTheyAre(String name) {
        Answer renamed = owner.patch(room, JSON.writeValueAsString(Map.of("name", name)));

        assertThat(renamed.status()).isEqualTo(200);
        assertThat(renamed.text("name")).isEqualTo(name.strip());
        assertThat(owner.get(room).text("name")).isEqualTo(name.strip());
        assertThat(
                        owner.get("/api/rooms/discover?query=" + encoded(name.strip()))
                                .body()
                                .get("items")
                                .valueStream()
                                .map(found -> "/api/rooms/" + found.get("id").asString()))
                .contains(room);
        assertThat(owner.get("/api/members?query=" + encoded(name.strip())).status())
                .isEqualTo(200);
    }

    @Test
    void countsCharactersAfterNormalizingAndTrimming() {
        String longest = "\ud83d\ude80".repeat(63);
        String body = JSON.writeValueAsString(Map.of("name", " " + longest + "e\u0301 "));

        assertThat(owner.patch(room, body).text("name")).isEqualTo(longest + "\u00e9");
        problem(
                owner.patch(room, JSON.writeValueAsString(Map.of("name", longest + "ab"))),
                400,
                "invalid-request");
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "{",
                "[]",
                "null",
                "",
                "5",
                "{\"kind\":\"PRIVATE\"}",
                "{\"id\":\"x\"}",
                "{\"name\":5}",
                "{\"name\":{\"$ne\":null}}",
                "{\"name\":[\"a\"]}",
                "{\"name\":\"lone \\ud83d surrogate\"}",
                "{\"name\":\"A\",\"name\":\"B\"}",
                "{\"entry\":\"STAFF\"}",
                "{\"entry\":\"everyone\"}",
                "{\"entry\":\"\"}",
                "{\"posting\":0}",
                "{\"posting\":\"ADMINS\"}",
                "{\"slowModeSeconds\":-1}",
                "{\"slowModeSeconds\":301}",
                "{\"slowModeSeconds\":1.0}",
                "{\"slowModeSeconds\":1e1}",
                "{\"slowModeSeconds\":\"1\"}",
                "{\"slowModeSeconds\":\"\"}",
                "{\"slowModeSeconds\":\" \"}",
                "{\"slowModeSeconds\":[]}",
                "{\"slowModeSeconds\":true}",
                "{\"slowModeSeconds\":99999999999}",
                "{\"__proto__\":{\"role\":\"OWNER\"}}"
            })
    void refusesSettingsThatAreNotExactlyThat(String body) {
        problem(owner.patch(room, body), 400, "invalid-request");
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "{\"role\":\"ADMIN\"}",
                "{\"role\":\"owner\"}",
                "{\"role\":\"\"}",
                "{\"role\":2}",
                "{\"role\":[\"OWNER\"]}",
                "{\"role\":\"MEMBER\",\"role\":\"OWNER\"}",
                "{\"status\":\"BANNED\"}",
                "{\"mutedUntil\":null}",
                "[]",
                "null",
                " ",
                "\"\"",
                "\"OWNER\""
            })
    void refusesRolesThatAreNone(String body) {
        problem(owner.put(room + "/members/" + someone().id(), body), 400, "invalid-request");
        problem(owner.put(room + "/members/me", body), 400, "invalid-request");
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "{\"until\":\"\"}",
                "{\"until\":4102444800}",
                "{\"until\":\"4102444800\"}",
                "{\"until\":\"2099-01-01\"}",
                "{\"until\":\"2099-01-01T00:00:00\"}",
                "{\"until\":\"2099-01-01T00:00Z\"}",
                "{\"until\":\"2099-01-01 00:00:00Z\"}",
                "{\"until\":\"2099-1-1T00:00:00Z\"}",
                "{\"until\":\"2099-02-29T00:00:00Z\"}",
                "{\"until\":\"2099-01-01T24:00:00Z\"}",
                "{\"until\":\"2099-01-01T00:00:60Z\"}",
                "{\"until\":\"2099-01-01T00:00:00+02\"}",
                "{\"until\":\"2099-01-01T00:00:00+0200\"}",
                "{\"until\":\"2099-01-01T00:00:00+25:00\"}",
                "{\"until\":\"2099-01-01T00:00:00Z[UTC]\"}",
                "{\"until\":\" 2099-01-01T00:00:00Z\"}",
                "{\"until\":\"2099-01-01T00:00:00.1234567890Z\"}",
                "{\"until\":\"\u0662\u0660\u0669\u0669-01-01T00:00:00Z\"}",
                "{\"until\":\"+12345-01-01T00:00:00Z\"}",
                "{\"until\":\"9999-12-31T23:59:59-00:01\"}",
                "{\"until\":\"0000-01-01T00:00:00Z\"}",
                "{\"until\":\"1969-12-31T23:59:59Z\"}",
                "{\"until\":\"2026-11-20T00:00:00Z\"}",
                "{\"until\":\"P1D\"}",
                "{\"for\":\"1h\"}",
                "null",
                " ",
                "\"\"",
                "{\"until\":\"2099-01-01T00:00:00Z\",\"until\":\"2098-01-01T00:00:00Z\"}"
            })
    void refusesEndsThatAreNoTimesToCome(String body) {
        String member = someone().id();

        problem(owner.put(room + "/bans/" + member, body), 400, "invalid-request");
        problem(owner.put(room + "/mutes/" + member, body), 400, "invalid-request");
    }

    @ParameterizedTest(name = "{index}")
    @CsvSource({
        "2099-01-01T00:00:00z, 2099-01-01T00:00:00Z",
        "2099-01-01t02:00:00+02:00, 2099-01-01T00:00:00Z",
        "2099-01-01T00:00:00.123999Z, 2099-01-01T00:00:00.123Z",
        "2096-02-29T00:00:00-00:00, 2096-02-29T00:00:00Z",
        "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z"
    })
    void takesEveryTimeOfTheRfc(String until, String kept) {
        Answer banned =
                owner.put(room + "/bans/" + someone().id(), "{\"until\":\"%s\"}".formatted(until));

        assertThat(banned.status()).isEqualTo(200);
        assertThat(banned.text("until")).isEqualTo(kept);
    }

    @ParameterizedTest(name = "{index}")
    @CsvSource({
        "PATCH, /api/rooms/x, 400, invalid-request",
        "PATCH, /api/rooms/00000000-0000-4000-8000-000000000000, 404, not-found",
        "DELETE, /api/rooms/00000000-0000-4000-8000-000000000000, 404, not-found",
        "PUT, /api/rooms/00000000-0000-4000-8000-000000000000/bans/x, 404, not-found",
        "DELETE, /api/rooms/00000000-0000-4000-8000-000000000000/mutes/x, 404, not-found",
        "PUT, ROOM/bans/nobody, 404, unknown-member",
        "PUT, ROOM/mutes/nobody, 404, unknown-member",
        "PUT, ROOM/members/nobody, 404, unknown-member",
        "DELETE, ROOM/members/nobody, 404, unknown-member",
        "PUT, ROOM/bans/me, 403, forbidden",
        "DELETE, ROOM/mutes/me, 403, forbidden",
        "PUT, ROOM/bans/%3Cx%3E, 400, invalid-request",
        "PUT, ROOM/bans/%F0%9F%98%80, 400, invalid-request",
        "PUT, ROOM/bans/x%27%20OR%201=1--, 400, invalid-request",
        "PUT, ROOM/mutes/TOOLONG, 400, invalid-request",
        "POST, ROOM/bans, 405, invalid-request",
        "PUT, ROOM, 405, invalid-request",
        "DELETE, ROOM/members/me, 409, last-owner"
    })
    void answersEachFaultInItsPlace(String method, String path, int status, String code) {
        String there = path.replace("ROOM", room).replace("TOOLONG", "x".repeat(65));

        problem(owner.send(method, there, "{}"), status, code);
    }

    @Test
    void aPrivateRoomIsNotThereWhateverAStrangerTries() {
        String hidden = "/api/rooms/" + owner.room("PRIVATE");
        Http banned = someone();
        owner.put(hidden + "/bans/" + banned.id(), "{}");

        for (Http stranger : List.of(someone(), banned)) {
            String me = stranger.id();
            problem(stranger.get(hidden), 404, "not-found");
            problem(stranger.get(hidden + "/members"), 404, "not-found");
            problem(stranger.get(hidden + "/bans"), 404, "not-found");
            problem(stranger.patch(hidden, "{\"name\":\"B\"}"), 404, "not-found");
            problem(stranger.delete(hidden), 404, "not-found");
            problem(stranger.put(hidden + "/members/me"), 404, "not-found");
            problem(stranger.put(hidden + "/members/" + me, "{}"), 404, "not-found");
            problem(stranger.put(hidden + "/members/" + owner.id(), "{}"), 404, "not-found");
            problem(stranger.delete(hidden + "/members/me"), 404, "not-found");
            problem(stranger.delete(hidden + "/members/" + owner.id()), 404, "not-found");
            for (String act : List.of("/bans/", "/mutes/")) {
                problem(stranger.put(hidden + act + owner.id(), "{}"), 404, "not-found");
                problem(stranger.delete(hidden + act + me), 404, "not-found");
            }
        }
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "\"posting\":\"STAFF\"",
                "\"entry\":\"EVERYONE\"",
                "\"slowModeSeconds\":0",
                "\"members\":[]",
                "\"color\":\"red\""
            })
    void aDirectRoomHasNoRulesAndTwoMembers(String field) {
        problem(
                owner.post(
                        "/api/rooms",
                        "{\"kind\":\"DIRECT\",\"members\":[\"%s\"],%s}"
                                .formatted(someone().id(), field)),
                400,
                "invalid-request");
    }

    @Test
    void aCursorIsGoodForTheListItCameFromAlone() {
        String other = "/api/rooms/" + owner.room("PUBLIC");
        String name = Http.freshName();
        for (int i = 0; i < 2; i++) {
            owner.put(room + "/members/" + someone().id(), "{}");
            owner.put(room + "/bans/" + someone().id(), "{}");
            owner.post("/api/rooms", "{\"name\":\"%s\",\"kind\":\"PUBLIC\"}".formatted(name));
            named(name + i);
        }
        List<String> lists =
                List.of(
                        "/api/rooms?",
                        "/api/rooms/discover?query=" + name + "&",
                        "/api/members?query=" + name + "&",
                        room + "/members?",
                        room + "/bans?");

        for (String list : lists) {
            String cursor = owner.get(list + "limit=1").text("next");
            assertThat(owner.get(list + "cursor=" + cursor).status()).isEqualTo(200);
            for (String foreign : lists) {
                if (!foreign.equals(list)) {
                    problem(owner.get(foreign + "cursor=" + cursor), 400, "invalid-request");
                }
            }
            if (list.startsWith(room)) {
                problem(
                        owner.get(list.replace(room, other) + "cursor=" + cursor),
                        400,
                        "invalid-request");
            }
        }
        String mine = owner.get("/api/rooms?limit=1").text("next");
        problem(someone().get("/api/rooms?cursor=" + mine), 400, "invalid-request");
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "",
                "a b",
                "%00 ",
                "caf\u00e9",
                "' OR 1=1 -- ",
                "9223372036854775808:00000000-0000-4000-8000-000000000000 "
            })
    void refusesForgedCursors(String forged) {
        Map<String, String> lists =
                Map.of(
                        "rooms/" + owner.id(),
                        "/api/rooms?",
                        "discover/a",
                        "/api/rooms/discover?query=a&",
                        "people/a",
                        "/api/members?query=a&",
                        "members/" + room.substring("/api/rooms/".length()),
                        room + "/members?",
                        "bans/" + room.substring("/api/rooms/".length()),
                        room + "/bans?");

        lists.forEach((list, path) -> {
            String within =
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString((list + " " + forged).getBytes(StandardCharsets.UTF_8));
            for (String cursor : List.of(encoded(forged), within)) {
                problem(owner.get(path + "cursor=" + cursor), 400, "invalid-request");
            }
        });
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

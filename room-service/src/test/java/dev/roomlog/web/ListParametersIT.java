package dev.roomlog.web;

import static dev.roomlog.web.RestContractIT.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.support.Http;
import dev.roomlog.support.Http.Answer;
import dev.roomlog.support.RunningService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class ListParametersIT extends RunningService {

    @ParameterizedTest
    @CsvSource({
        "limit=, limit",
        "limit=0, limit",
        "limit=201, limit",
        "limit=%2B5, limit",
        "limit=0x10, limit",
        "limit=%205, limit",
        "limit=05, limit",
        "limit=\u0665, limit",
        "limit=99999999999, limit",
        "limit=10&limit=20, limit",
        "limit=10&limit=10, limit",
        "cursor=, cursor",
        "cursor=a&cursor=a, cursor",
        "nope=1, nope",
        "nope, nope",
        "Limit=1, Limit",
        "access_token=x, access_token"
    })
    void refusesWhatIsNoParameterOfAList(String parameters, String field) {
        Http someone = someone();

        for (String list : lists(someone)) {
            Answer answer = someone.get(list + parameters.replace("\u0665", "%D9%A5"));

            problem(answer, 400, "invalid-request");
            assertThat(answer.body().get("errors").get(0).get("field").asString())
                    .as(list)
                    .isEqualTo(field);
        }
    }

    @Test
    void takesEveryLimitThatTheContractHas() {
        Http someone = someone();

        for (String list : lists(someone)) {
            assertThat(someone.get(list + "limit=1").status()).isEqualTo(200);
            assertThat(someone.get(list + "limit=200").status()).isEqualTo(200);
            assertThat(someone.get(list.substring(0, list.length() - 1)).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "query=", "query=a&query=a", "query=a&query=b", "limit=5"})
    void refusesSearchesThatAskForNothingOrForTwoThings(String parameters) {
        Http someone = someone();

        for (String search : List.of("/api/rooms/discover?", "/api/members?")) {
            Answer answer = someone.get(search + parameters);

            problem(answer, 400, "invalid-request");
            assertThat(answer.body().get("errors").get(0).get("field").asString())
                    .isEqualTo("query");
        }
    }

    @Test
    void refusesAQueryWhereNothingIsSearched() {
        Http someone = someone();
        String room = "/api/rooms/" + someone.room("PUBLIC");

        for (String list : List.of("/api/rooms", room + "/members", room + "/bans")) {
            problem(someone.get(list + "?query=a"), 400, "invalid-request");
        }
    }

    @Test
    void aCursorIsGoodForItsOwnQueryOnly() {
        Http someone = someone();
        String name = Http.freshName();
        for (int i = 0; i < 2; i++) {
            someone.post(
                    "/api/rooms", "{\"name\":\"%s %d\",\"kind\":\"PUBLIC\"}".formatted(name, i));
            named(name + i);
        }

        for (String search : List.of("/api/rooms/discover?query=", "/api/members?query=")) {
            String cursor = someone.get(search + name + "&limit=1").text("next");

            assertThat(someone.get(search + name + "&cursor=" + cursor).body().get("items").size())
                    .isEqualTo(1);
            for (String other : List.of(name.substring(0, 5), name + "0", name + "%20", "%25")) {
                problem(someone.get(search + other + "&cursor=" + cursor), 400, "invalid-request");
            }
        }
    }

    @Test
    void aCursorOfTheLongestQueryIsTaken() {
        Http someone = someone();
        String query = "\ud83d\ude80 ".repeat(31) + "\ud83d\ude80";
        String encoded = "%F0%9F%9A%80%20".repeat(31) + "%F0%9F%9A%80";
        for (int i = 0; i < 2; i++) {
            someone.post(
                    "/api/rooms", "{\"name\":\"%s%d\",\"kind\":\"PUBLIC\"}".formatted(query, i));
        }

        String search = "/api/rooms/discover?query=" + encoded;
        String cursor = someone.get(search + "&limit=1").text("next");

        assertThat(someone.get(search + "&cursor=" + cursor).status()).isEqualTo(200);
    }

    private static List<String> lists(Http someone) {
        String room = "/api/rooms/" + someone.room("PUBLIC");
        return List.of(
                "/api/rooms?",
                "/api/rooms/discover?query=a&",
                "/api/members?query=a&",
                room + "/members?",
                room + "/bans?");
    }
}

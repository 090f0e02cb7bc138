package dev.roomlog.message.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.message.PageRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

class HistoryQueryTest {

    private static final RoomId ROOM = RoomId.random();

    @Test
    void asksForTheNewestFiftyWithoutParameters() {
        assertThat(query(""))
                .isEqualTo(
                        new HistoryQuery.Valid(
                                ROOM, new PageRequest(new PageRequest.Place.Newest(), 50)));
    }

    @Test
    void takesPositionsUpToTheGreatestExactNumber() {
        assertThat(query("after=9007199254740991&limit=200"))
                .isEqualTo(
                        new HistoryQuery.Valid(
                                ROOM,
                                new PageRequest(
                                        new PageRequest.Place.After(
                                                new Position(Position.MAX_VALUE)),
                                        200)));
    }

    @ParameterizedTest
    @CsvSource({
        "before=x, INVALID_POSITION",
        "before=-1, INVALID_POSITION",
        "after=9007199254740992, INVALID_POSITION",
        "around=1.5, INVALID_POSITION",
        "around=, INVALID_POSITION",
        "around, INVALID_POSITION",
        "before=99999999999999999999, INVALID_POSITION",
        "before[$gt]=1, INVALID_REQUEST",
        "limit=0, INVALID_REQUEST",
        "limit=-1, INVALID_REQUEST",
        "limit=201, INVALID_REQUEST",
        "limit=1000000000, INVALID_REQUEST",
        "limit=ten, INVALID_REQUEST",
        "limit, INVALID_REQUEST",
        "limit=5&limit=6, INVALID_REQUEST",
        "before=5&after=6, INVALID_REQUEST",
        "before=5&around=6, INVALID_REQUEST",
        "changedAfter=5, INVALID_REQUEST"
    })
    void refusesWhatItCannotMean(String query, RefusalCode code) {
        assertThat(query(query))
                .isInstanceOfSatisfying(
                        HistoryQuery.Invalid.class,
                        invalid -> assertThat(invalid.code()).isEqualTo(code));
    }

    @Test
    void refusesARoomThatIsNoUuid() {
        assertThat(HistoryQuery.of("1-1-1-1-1", MultiValueMap.fromSingleValue(java.util.Map.of())))
                .isInstanceOf(HistoryQuery.Invalid.class);
    }

    private static HistoryQuery query(String query) {
        return HistoryQuery.of(
                ROOM.toString(),
                UriComponentsBuilder.fromUriString("/?" + query).build().getQueryParams());
    }
}

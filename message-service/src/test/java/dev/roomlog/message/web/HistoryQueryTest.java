package dev.roomlog.message.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.message.ChangePlace;
import dev.roomlog.message.PageRequest;
import dev.roomlog.posting.Parsed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.util.UriComponentsBuilder;

class HistoryQueryTest {

    @Test
    void asksForTheNewestFiftyWithoutParameters() {
        assertThat(query("")).isEqualTo(page(new PageRequest.Place.Newest(), 50));
    }

    @Test
    void takesPositionsUpToTheGreatestExactNumber() {
        assertThat(query("after=9007199254740991&limit=200"))
                .isEqualTo(
                        page(new PageRequest.Place.After(new Position(Position.MAX_VALUE)), 200));
    }

    @Test
    void goesOnWithTheChangesAfterTheSamePosition() {
        Position after = new Position(7);
        ChangePlace place = new ChangePlace(new Position(12), new Position(3));
        String cursor = Cursors.of(after, place);

        assertThat(query("changedAfter=7"))
                .isEqualTo(
                        new Parsed.Valid<>(
                                new HistoryQuery.OfChanges(after, ChangePlace.after(after), 50)));
        assertThat(query("changedAfter=7&limit=3&cursor=" + cursor))
                .isEqualTo(new Parsed.Valid<>(new HistoryQuery.OfChanges(after, place, 3)));
        for (String other :
                new String[] {
                    cursor + "=",
                    "x",
                    "",
                    Cursors.of(new Position(8), place),
                    Cursors.of(MessageId.random(), after)
                }) {
            assertThat(query("changedAfter=7&cursor=" + other))
                    .as(other)
                    .isInstanceOfSatisfying(
                            Parsed.Refused.class,
                            refused -> assertThat(refused.field()).isEqualTo("cursor"));
        }
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
        "changedAfter=x, INVALID_POSITION",
        "changedAfter=5&after=6, INVALID_REQUEST",
        "after=5&cursor=x, INVALID_REQUEST",
        "cursor=x, INVALID_REQUEST"
    })
    void refusesWhatItCannotMean(String query, RefusalCode code) {
        assertThat(query(query))
                .isInstanceOfSatisfying(
                        Parsed.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private static Parsed<HistoryQuery> page(PageRequest.Place place, int limit) {
        return new Parsed.Valid<>(new HistoryQuery.OfPage(new PageRequest(place, limit)));
    }

    private static Parsed<HistoryQuery> query(String query) {
        return HistoryQuery.of(
                UriComponentsBuilder.fromUriString("/?" + query).build().getQueryParams());
    }
}

package dev.roomlog.unread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;
import dev.roomlog.unread.RoomTally.Stray;
import dev.roomlog.unread.Tallies.Moved;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import reactor.core.publisher.Flux;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

/** What every implementation of {@link Tallies} keeps. */
public abstract class TalliesContract {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final MemberId ANNA = new MemberId("anna/.$");
    private static final Position NONE = new Position(0);

    private RoomId room = RoomId.random();
    private RoomKey key = RoomKey.of(room, ANNA);

    /** Shared by all tests of a class: rooms are new for each. */
    protected abstract Tallies tallies();

    @BeforeEach
    void newRoom() {
        room = RoomId.random();
        key = RoomKey.of(room, ANNA);
    }

    @Test
    void movesAMarkerForwardAndNeverBack() {
        advance(7);
        advance(9);
        advance(8);

        assertThat(member()).isEqualTo(new MemberTally(key, at(9), NONE, Newest.NONE));
    }

    @Test
    void keepsMarkerAndMentionsApart() {
        store(NONE, mentions(5, 3, 5));
        advance(4);
        store(at(5), mentions(8, 3, 5, 8));

        assertThat(member()).isEqualTo(new MemberTally(key, at(4), at(8), newest(3, 5, 8)));
    }

    @Test
    void storesMentionsOfWhoHasAMarkerAlready() {
        advance(4);
        store(NONE, mentions(5, 5));

        assertThat(member()).isEqualTo(new MemberTally(key, at(4), at(5), newest(5)));
    }

    @Test
    void keepsAllOfARoom() {
        var tally =
                new RoomTally(room, at(9), at(8), newest(6, 8), List.of(new Stray(ANNA, at(6))));

        storeRoom(NONE, tally);

        assertThat(list(tallies().rooms(List.of(room, RoomId.random())))).containsExactly(tally);
    }

    @Test
    void refusesToStoreWhatWasCountedFromAnOlderState() {
        var first = new RoomTally(room, at(5), at(5), newest(5), List.of());
        storeRoom(NONE, first);
        store(NONE, mentions(5, 5));
        var late = new RoomTally(room, at(7), at(7), newest(7), List.of());

        assertThatThrownBy(() -> storeRoom(NONE, late)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> storeRoom(at(4), late)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> store(at(4), mentions(7, 7))).isInstanceOf(RuntimeException.class);

        assertThat(list(tallies().rooms(List.of(room)))).containsExactly(first);
        assertThat(member()).isEqualTo(mentions(5, 5));
    }

    @Test
    void findsWhoIsMentionedWhere() {
        RoomKey other = RoomKey.of(room, new MemberId("ben"));
        store(NONE, mentions(9, 3, 5));
        store(NONE, new MemberTally(other, NONE, at(9), newest(7)));
        tallies().advance(List.of(new ReadMarker(RoomKey.of(room, new MemberId("eve")), at(1))));

        assertThat(list(tallies().mentionedAt(room, List.of(at(5), at(6)))))
                .extracting(MemberTally::key)
                .containsExactly(key);
        assertThat(list(tallies().mentionedAt(RoomId.random(), List.of(at(5))))).isEmpty();
        assertThat(list(tallies().mentionedIn(room)))
                .extracting(MemberTally::key)
                .containsExactlyInAnyOrder(key, other);
        assertThat(list(tallies().members(List.of(other, RoomKey.of(room, new MemberId("x"))))))
                .extracting(MemberTally::key)
                .containsExactly(other);
    }

    @Test
    void dropsARoomAndNoOther() {
        RoomKey elsewhere = RoomKey.of(RoomId.random(), ANNA);
        advance(3);
        tallies().advance(List.of(new ReadMarker(elsewhere, at(3)))).block(SOON);
        storeRoom(NONE, new RoomTally(room, at(5), at(5), newest(5), List.of()));

        tallies().drop(room).block(SOON);

        assertThat(list(tallies().rooms(List.of(room)))).isEmpty();
        assertThat(list(tallies().members(List.of(key, elsewhere))))
                .extracting(MemberTally::key)
                .containsExactly(elsewhere);
    }

    private void advance(long offset) {
        tallies().advance(List.of(new ReadMarker(key, at(offset)))).block(SOON);
    }

    private void store(Position from, MemberTally to) {
        tallies().store(List.of(), List.of(new Moved<>(from, to))).block(SOON);
    }

    private void storeRoom(Position from, RoomTally to) {
        tallies().store(List.of(new Moved<>(from, to)), List.of()).block(SOON);
    }

    private MemberTally member() {
        return Objects.requireNonNull(tallies().members(List.of(key)).blockLast(SOON));
    }

    private MemberTally mentions(long upTo, long... offsets) {
        return new MemberTally(key, NONE, at(upTo), newest(offsets));
    }

    private static Newest newest(long... offsets) {
        return new Newest(LongStream.of(offsets).mapToObj(TalliesContract::at).toList());
    }

    private static Position at(long offset) {
        return Position.of(1, offset);
    }

    private static <T> List<T> list(Flux<T> found) {
        return Objects.requireNonNull(found.collectList().block(SOON));
    }
}

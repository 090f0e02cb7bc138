package dev.roomlog.unread;

import static dev.roomlog.message.Log.ANNA;
import static dev.roomlog.message.Log.BEN;
import static dev.roomlog.message.Log.at;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.RoomKey;
import dev.roomlog.membership.InMemoryMemberships;
import dev.roomlog.membership.States;
import dev.roomlog.message.Content;
import dev.roomlog.message.Folding;
import dev.roomlog.message.InMemoryMessages;
import dev.roomlog.message.Log;
import dev.roomlog.message.LoggedEvent;
import dev.roomlog.message.Message;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Random;

class UnreadCountingTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final MemberId EVE = new MemberId("eve");

    private final RoomId room = RoomId.random();
    private final InMemoryMessages messages = new InMemoryMessages();
    private final InMemoryMemberships memberships = new InMemoryMemberships();
    private final InMemoryTallies tallies = new InMemoryTallies();
    private final UnreadCounting counting = new UnreadCounting(messages, memberships, tallies);
    private final Log log = new Log();

    @BeforeEach
    void haveMembers() {
        join(room, ANNA);
        join(room, BEN);
    }

    @Test
    void countsWhatOthersSaidAndMentions() {
        apply(log.posted(room, "a").posted(room, "b", EVE).posted(room, "c").events());

        assertThat(unread(BEN)).isEqualTo(new Unread(room, 3, 2, new Position(0)));
        assertThat(unread(ANNA)).isEqualTo(new Unread(room, 0, 0, at(2)));
    }

    @Test
    void postingMovesTheSendersMarkerPastAllBefore() {
        apply(log.posted(room, "a").posted(room, "ben", ANNA).posted(room, "c").events());

        assertThat(unread(BEN)).isEqualTo(new Unread(room, 1, 1, at(1)));
        assertThat(unread(ANNA)).isEqualTo(new Unread(room, 0, 0, at(2)));
    }

    @Test
    void aMarkerTakesAwayWhatLiesUpToIt() {
        apply(log.posted(room, "a").posted(room, "b").posted(room, "c").events());

        read(BEN, 1);
        read(BEN, 0);

        assertThat(unread(BEN)).isEqualTo(new Unread(room, 1, 1, at(1)));
    }

    @Test
    void showsAMarkerBeyondTheLastMessageAtTheLastMessage() {
        apply(log.posted(room, "a").events());

        read(BEN, 99);

        assertThat(unread(BEN)).isEqualTo(new Unread(room, 0, 0, at(0)));
    }

    @Test
    void countsToAHundredAndNoFurther() {
        for (int i = 0; i < 150; i++) {
            log.posted(room, "m" + i);
        }
        apply(log.events());
        assertThat(unread(BEN)).isEqualTo(new Unread(room, 100, 100, new Position(0)));

        read(BEN, 139);

        assertThat(unread(BEN)).isEqualTo(new Unread(room, 10, 10, at(139)));
    }

    @Test
    void aRepeatedSendCountsOnceHoweverMuchLater() {
        apply(log.posted(room, "a").events());
        read(BEN, 0);
        for (int i = 1; i < 120; i++) {
            log.posted(room, "m" + i, EVE);
        }
        apply(log.events());
        read(BEN, 119);

        apply(log.posted(room, "a").events().subList(120, 121));

        assertThat(unread(BEN)).isEqualTo(new Unread(room, 0, 0, at(119)));
        assertThat(unread(ANNA).read()).isEqualTo(at(119));
    }

    @Test
    void aDeletedMessageCountsForNothing() {
        apply(log.posted(room, "a").posted(room, "b").events());

        apply(log.deleted(room, "a").events().subList(2, 3));

        assertThat(unread(BEN)).isEqualTo(new Unread(room, 1, 1, new Position(0)));
    }

    @Test
    void fillsUpAgainFromWhatIsOlderWhenMessagesAreDeleted() {
        for (int i = 0; i < 130; i++) {
            log.posted(room, "m" + i, EVE);
        }
        apply(log.events());

        apply(log.deleted(room, "m129").deleted(room, "m128").events().subList(130, 132));

        assertThat(unread(BEN).messages()).isEqualTo(100);
        read(BEN, 27);
        assertThat(unread(BEN).messages()).isEqualTo(100);
        read(BEN, 28);
        assertThat(unread(BEN).messages()).isEqualTo(99);
    }

    @Test
    void anEditMayMentionOthers() {
        join(room, EVE);
        apply(log.posted(room, "a", BEN).events());

        apply(log.edited(room, "a", EVE).events().subList(1, 2));

        assertThat(unread(BEN).mentions()).isZero();
        assertThat(unread(EVE).mentions()).isEqualTo(1);
        assertThat(unread(EVE).messages()).isEqualTo(1);
    }

    @Test
    void nobodyMentionsThemselves() {
        apply(log.posted(room, "ben", BEN).edited(room, "ben", BEN, ANNA).events());

        assertThat(tallies.mentionedIn(room).map(MemberTally::key).toIterable())
                .containsExactly(RoomKey.of(room, ANNA));
    }

    @Test
    void whatAnErasedAuthorSaidCountsForNothing() {
        apply(log.posted(room, "a", EVE).posted(room, "ben", ANNA, EVE).events());
        assertThat(unread(EVE)).isEqualTo(new Unread(room, 2, 2, new Position(0)));

        apply(log.authorErased(room, BEN).events().subList(2, 3));

        assertThat(unread(EVE)).isEqualTo(new Unread(room, 1, 1, new Position(0)));
        assertThat(tallies.mentionedIn(room).toIterable()).isEmpty();
    }

    @Test
    void countsMentionsOfWhoIsNotKnownYetAndKeepsFewOfThem() {
        apply(log.posted(room, "a", EVE).events());
        for (int i = 0; i < 300; i++) {
            log.posted(room, "m" + i, new MemberId("nobody-" + i));
        }
        assertThat(unread(EVE).mentions()).isEqualTo(1);

        apply(log.events());
        join(room, EVE);

        assertThat(tallies.mentionedIn(room).toIterable()).isEmpty();
        assertThat(tally(room).strays()).hasSize(100);
        apply(log.posted(room, "now", EVE).events().subList(301, 302));
        assertThat(unread(EVE).mentions()).isEqualTo(1);
    }

    @Test
    void countsAMentionOnceThatWasOfAStrangerWhenItWasCountedFirst() {
        apply(log.posted(room, "a", EVE).events());
        join(room, EVE);

        apply(log.events());

        assertThat(unread(EVE).mentions()).isEqualTo(1);
        apply(log.deleted(room, "a").events().subList(1, 2));
        assertThat(unread(EVE).mentions()).isZero();
    }

    @Test
    void countsNothingOfADeletedRoom() {
        apply(log.posted(room, "a").roomDeleted(room).posted(room, "b").events());

        assertThat(tallies.mentionedIn(room).toIterable()).isEmpty();
        assertThat(unread(BEN)).isEqualTo(new Unread(room, 0, 0, new Position(0)));
    }

    @Test
    void aReaderThatWasFrozenChangesNothing() {
        // Frozen when it had read all and was about to store.
        Sinks.Empty<Void> thaw = Sinks.empty();
        var frozen = new UnreadCounting(messages, memberships, new FrozenTallies(tallies, thaw));
        apply(log.posted(room, "a").posted(room, "b").events());
        List<LoggedEvent> batch = log.posted(room, "c").events().subList(2, 3);
        var late = frozen.apply(stored(batch)).toFuture();

        apply(log.deleted(room, "c").posted(room, "d").events().subList(2, 5));
        thaw.tryEmitEmpty();

        assertThatThrownBy(late::join).hasMessageContaining("somebody else");
        Unread expected = new Unread(room, 3, 3, new Position(0));
        assertThat(unread(BEN)).isEqualTo(expected);
        // As the reader does with a batch that failed.
        apply(batch);
        assertThat(unread(BEN)).isEqualTo(expected);
    }

    @Test
    void equalsWhatFollowsFromTheMessagesHoweverTheLogIsCutAndRepeated() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<RoomId> rooms = List.of(RoomId.random(), RoomId.random());
            rooms.forEach(each -> List.of(ANNA, BEN).forEach(member -> join(each, member)));
            List<LoggedEvent> events = Log.random(random, rooms, 60);

            int from = 0;
            while (from < events.size()) {
                int to = Math.min(events.size(), from + 1 + random.nextInt(12));
                apply(events.subList(from, to));
                from = to < events.size() && random.nextInt(3) == 0 ? random.nextInt(to + 1) : to;
            }

            for (RoomId each : rooms) {
                for (MemberId member : List.of(ANNA, BEN)) {
                    assertThat(unread(each, member))
                            .describedAs("seed %s, %s", seed, member)
                            .isEqualTo(expected(each, member));
                }
            }
        }
    }

    /** By the rules, from all there is. */
    private Unread expected(RoomId of, MemberId member) {
        List<Message> all =
                Objects.requireNonNull(
                        messages.after(of, new Position(0), 1_000).collectList().block(SOON));
        Position read = new Position(0);
        for (Message message : all) {
            read = message.sender().equals(member) ? message.position() : read;
        }
        int unread = 0;
        int mentions = 0;
        for (Message message : all) {
            if (message.isSpoken() && message.position().isAfter(read)) {
                unread++;
                var spoken = (Content.Spoken) message.content();
                mentions += spoken.mentions().contains(member) ? 1 : 0;
            }
        }
        return new Unread(of, unread, mentions, read);
    }

    private void join(RoomId into, MemberId member) {
        memberships
                .applyMemberships(List.of(States.of(into, member, States.IN, true, null, 1)))
                .block(SOON);
    }

    private void read(MemberId member, long offset) {
        tallies.advance(List.of(new ReadMarker(RoomKey.of(room, member), at(offset)))).block(SOON);
    }

    private void apply(List<LoggedEvent> batch) {
        counting.apply(stored(batch)).block(SOON);
    }

    private List<LoggedEvent> stored(List<LoggedEvent> batch) {
        Flux.fromIterable(Folding.fold(batch)).concatMap(messages::apply).blockLast(SOON);
        return batch;
    }

    private Unread unread(MemberId member) {
        return unread(room, member);
    }

    private Unread unread(RoomId of, MemberId member) {
        RoomKey key = RoomKey.of(of, member);
        MemberTally tally =
                tallies.members(List.of(key)).next().defaultIfEmpty(MemberTally.none(key)).block();
        return Unread.of(tally(of), Objects.requireNonNull(tally));
    }

    private RoomTally tally(RoomId of) {
        return Objects.requireNonNull(
                tallies.rooms(List.of(of)).next().defaultIfEmpty(RoomTally.none(of)).block());
    }

    /** Stores only when it is told to. */
    private record FrozenTallies(Tallies inner, Sinks.Empty<Void> thaw) implements Tallies {
        @Override
        public Mono<Void> advance(Collection<ReadMarker> markers) {
            return inner.advance(markers);
        }

        @Override
        public Mono<Void> store(List<Moved<RoomTally>> rooms, List<Moved<MemberTally>> members) {
            return thaw.asMono().then(inner.store(rooms, members));
        }

        @Override
        public Mono<Void> drop(RoomId room) {
            return inner.drop(room);
        }

        @Override
        public Flux<RoomTally> rooms(Collection<RoomId> rooms) {
            return inner.rooms(rooms);
        }

        @Override
        public Flux<MemberTally> members(Collection<RoomKey> keys) {
            return inner.members(keys);
        }

        @Override
        public Flux<MemberTally> mentionedAt(RoomId room, Collection<Position> positions) {
            return inner.mentionedAt(room, positions);
        }

        @Override
        public Flux<MemberTally> mentionedIn(RoomId room) {
            return inner.mentionedIn(room);
        }
    }
}

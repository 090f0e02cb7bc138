package dev.roomlog.message;

import static dev.roomlog.message.Log.ANNA;
import static dev.roomlog.message.Log.BEN;
import static dev.roomlog.message.Log.at;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import reactor.core.publisher.Flux;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/** What every implementation of {@link Messages} keeps. */
public abstract class MessagesContract {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Position END = new Position(Position.MAX_VALUE);

    private RoomId room = RoomId.random();
    private RoomId other = RoomId.random();

    @BeforeEach
    void newRooms() {
        room = RoomId.random();
        other = RoomId.random();
    }

    /** Shared by all tests of a class: rooms are new for each. */
    protected abstract Messages messages();

    @Test
    void keepsTheFirstOfTwoPostedUnderOneId() {
        Log log = new Log().posted(room, "a").posted(room, "b");
        apply(log.events());
        apply(log.posted(room, "a").posted(room, "c").posted(room, "c").events().subList(2, 5));

        assertThat(texts(upTo(END, 10))).containsExactly("c at 3", "b at 1", "a at 0");
    }

    @Test
    void keepsEveryFieldOfAMessage() {
        List<LoggedEvent> log = new Log().posted(room, "a").events();

        apply(log);

        assertThat(upTo(END, 10)).containsExactly(((LoggedEvent.Posted) log.getFirst()).message());
    }

    @Test
    void editsWhatWasThereBefore() {
        Log log = new Log().posted(room, "a");
        apply(log.events());

        apply(log.edited(room, "a").events().subList(1, 2));

        assertThat(texts(upTo(END, 10))).containsExactly("edited at 1");
    }

    @Test
    void ignoresAChangeThatIsOlderThanTheLast() {
        Log log = new Log().posted(room, "a").edited(room, "a").edited(room, "a");
        apply(log.events());

        apply(log.events().subList(1, 2));

        assertThat(texts(upTo(END, 10))).containsExactly("edited at 2");
    }

    @Test
    void nothingComesBackAfterDeletion() {
        Log log = new Log().posted(room, "a").deleted(room, "a");
        apply(log.events());

        apply(log.edited(room, "a").reaction(room, "a", BEN, "👍", true).events().subList(2, 4));

        assertThat(upTo(END, 10))
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.content()).isEqualTo(new Content.Erased());
                    assertThat(message.lastChange()).isEqualTo(at(1));
                });
    }

    @Test
    void reactionsAreASetOfMemberAndEmoji() {
        Log log = new Log().posted(room, "a");
        apply(log.events());

        log.reaction(room, "a", BEN, "👍", true)
                .reaction(room, "a", BEN, "👍", true)
                .reaction(room, "a", ANNA, "👍", true)
                .reaction(room, "a", ANNA, "🎉", true);
        apply(log.events().subList(1, 5));
        apply(log.reaction(room, "a", ANNA, "👍", false).events().subList(5, 6));

        assertThat(upTo(END, 10))
                .extracting(message -> ((Content.Spoken) message.content()).reactions())
                .containsExactly(Set.of(new Reaction(BEN, "👍"), new Reaction(ANNA, "🎉")));
    }

    @Test
    void aChangeFromAnotherRoomDoesNothing() {
        apply(new Log().posted(room, "a").events());

        var change = new LoggedEvent.Changed(other, Log.id(room, "a"), new Change.Erased(at(9)));
        apply(List.of(change));

        assertThat(texts(upTo(END, 10))).containsExactly("a at 0");
    }

    @Test
    void dropsADeletedRoomAndNoOther() {
        apply(new Log().posted(room, "a").posted(other, "b").roomDeleted(room).events());

        assertThat(upTo(END, 10)).isEmpty();
        assertThat(list(messages().upTo(other, END, 10))).hasSize(1);
    }

    @Test
    void keepsNothingThatIsSaidInADeletedRoom() {
        Log log =
                new Log().posted(room, "a").roomDeleted(room).posted(room, "b").posted(other, "c");
        apply(log.events());
        assertThat(upTo(END, 10)).isEmpty();

        apply(log.posted(room, "d").edited(room, "d").events().subList(4, 6));
        apply(log.events().subList(0, 1));

        assertThat(upTo(END, 10)).isEmpty();
        assertThat(list(messages().upTo(other, END, 10))).hasSize(1);
    }

    @Test
    void erasesAnAuthorsTextsForGoodWhetherNewWithTheBatchOrNot() {
        Log log = new Log().posted(room, "ben-1");
        apply(log.events());
        log.edited(room, "ben-1").posted(room, "ben-2").edited(room, "ben-2");
        apply(log.authorErased(room, BEN).edited(room, "ben-1").events().subList(1, 6));
        apply(log.edited(room, "ben-2").posted(room, "ben-2").events().subList(6, 8));

        assertThat(upTo(END, 10))
                .hasSize(2)
                .allMatch(message -> message.content() instanceof Content.Erased);
    }

    @Test
    void erasesAnAuthorsTextsAndKeepsTheirPlaces() {
        apply(new Log().posted(room, "anna").posted(room, "ben").authorErased(room, BEN).events());

        assertThat(upTo(END, 10))
                .extracting(
                        Message::position, message -> message.content() instanceof Content.Erased)
                .containsExactly(tuple(at(1), true), tuple(at(0), false));
    }

    @Test
    void findsAMessageByItsIdInItsRoomOnly() {
        apply(new Log().posted(room, "a").events());

        assertThat(messages().byId(room, Log.id(room, "a")).block(SOON))
                .isEqualTo(upTo(END, 1).getFirst());
        assertThat(messages().byId(other, Log.id(room, "a")).block(SOON)).isNull();
        assertThat(messages().byId(room, Log.id(room, "b")).block(SOON)).isNull();
    }

    @Test
    void findsTheAnswersToAMessage() {
        Log log = new Log().posted(room, "a").posted(room, "b");
        log.answered(room, "c", "a").answered(room, "d", "b").answered(room, "e", "a");
        apply(log.answered(other, "f", "a").answered(room, "g", "a").events());
        MessageId a = Log.id(room, "a");

        assertThat(list(messages().repliesTo(room, a, new Position(0), 2)))
                .extracting(Message::position)
                .containsExactly(at(2), at(4));
        assertThat(list(messages().repliesTo(room, a, at(4), 2)))
                .extracting(Message::position)
                .containsExactly(at(6));
    }

    @Test
    void listsWhatChangedInTheOrderOfItsLastChange() {
        Log log = new Log();
        for (int i = 0; i < 5; i++) {
            log.posted(room, "a" + i);
        }
        log.reaction(room, "a1", BEN, "👍", true).edited(room, "a3").deleted(room, "a0");
        apply(log.posted(other, "x").edited(other, "x").edited(room, "a1").events());

        assertThat(changed(ChangePlace.after(new Position(0)), 10))
                .containsExactly(at(3), at(0), at(1));
        assertThat(changed(ChangePlace.after(at(6)), 10)).containsExactly(at(0), at(1));
        assertThat(changed(ChangePlace.after(at(6)), 1)).containsExactly(at(0));
        assertThat(changed(ChangePlace.after(at(10)), 10)).isEmpty();
    }

    @Test
    void goesOnInTheMiddleOfWhatOneRecordChanged() {
        Log log = new Log();
        for (int i = 0; i < 4; i++) {
            log.posted(room, "ben" + i);
        }
        apply(log.authorErased(room, BEN).posted(room, "a").edited(room, "a").events());

        ChangePlace place = ChangePlace.after(at(2));
        List<Position> paged = new ArrayList<>();
        for (List<Message> page = changes(place, 2); !page.isEmpty(); page = changes(place, 2)) {
            page.forEach(message -> paged.add(message.position()));
            place = ChangePlace.of(page.getLast());
        }

        assertThat(paged).containsExactly(at(0), at(1), at(2), at(3), at(5));
    }

    private List<Message> changes(ChangePlace place, int limit) {
        return list(messages().changedAfter(room, place, limit));
    }

    private List<Position> changed(ChangePlace place, int limit) {
        return changes(place, limit).stream().map(Message::position).toList();
    }

    @Test
    void readsBothWaysFromAPosition() {
        Log log = new Log();
        for (int i = 0; i < 9; i++) {
            log.posted(room, "m" + i).posted(other, "n" + i);
        }
        apply(log.events());

        assertThat(upTo(at(8), 3))
                .extracting(Message::position)
                .containsExactly(at(8), at(6), at(4));
        assertThat(list(messages().after(room, at(8), 2)))
                .extracting(Message::position)
                .containsExactly(at(10), at(12));
        assertThat(upTo(at(9), 1)).extracting(Message::position).containsExactly(at(8));
    }

    @Test
    void saysWhereMessagesAreAndWhatBecameOfThem() {
        Log log = new Log().posted(room, "a", BEN).posted(room, "b").posted(other, "c");
        apply(log.deleted(room, "b").events());
        Placed first = new Placed(Log.id(room, "a"), room, at(0), ANNA, false, List.of(BEN));
        Placed second = new Placed(Log.id(room, "b"), room, at(1), ANNA, true, List.of());

        assertThat(
                        messages()
                                .withIds(List.of(first.id(), second.id(), Log.id(room, "none")))
                                .toIterable())
                .containsExactlyInAnyOrder(first, second);
        assertThat(messages().at(room, List.of(at(0), at(1), at(2), at(7))).toIterable())
                .containsExactlyInAnyOrder(first, second);
        assertThat(messages().withIds(List.of()).toIterable()).isEmpty();
    }

    @Test
    void equalsTheEventsOneByOneHoweverTheyAreCutAndRepeated() {
        for (int seed = 0; seed < rounds(); seed++) {
            Random random = new Random(seed);
            List<RoomId> rooms = List.of(RoomId.random(), RoomId.random());
            List<LoggedEvent> log = Log.random(random, rooms, 60);
            InMemoryMessages oneByOne = new InMemoryMessages();
            log.forEach(event -> apply(oneByOne, List.of(event)));

            applyInPieces(random, log);

            for (RoomId each : rooms) {
                assertThat(list(messages().after(each, new Position(0), 200)))
                        .describedAs("seed %s", seed)
                        .isEqualTo(list(oneByOne.after(each, new Position(0), 200)));
            }
        }
    }

    /** As a reader does that now and then dies: back to some earlier point, then on, cut anew. */
    private void applyInPieces(Random random, List<LoggedEvent> log) {
        int from = 0;
        while (from < log.size()) {
            int to = Math.min(log.size(), from + 1 + random.nextInt(12));
            apply(log.subList(from, to));
            // What is dropped with a room comes back until the room's end is read again.
            from = to < log.size() && random.nextInt(3) == 0 ? random.nextInt(to + 1) : to;
        }
    }

    protected int rounds() {
        return 20;
    }

    private void apply(List<LoggedEvent> batch) {
        apply(messages(), batch);
    }

    private static void apply(Messages to, List<LoggedEvent> batch) {
        Flux.fromIterable(Folding.fold(batch))
                .concatMap(to::apply)
                .blockLast(Duration.ofSeconds(20));
    }

    private List<Message> upTo(Position position, int limit) {
        return list(messages().upTo(room, position, limit));
    }

    private static List<Message> list(Flux<Message> found) {
        return Objects.requireNonNull(found.collectList().block(Duration.ofSeconds(20)));
    }

    private static List<String> texts(List<Message> found) {
        List<String> texts = new ArrayList<>();
        found.forEach(message -> texts.add(((Content.Spoken) message.content()).text().value()));
        return texts;
    }
}

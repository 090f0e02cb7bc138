package dev.roomlog.edge.fanout;

import static dev.roomlog.edge.tail.RoomRecords.deleted;
import static dev.roomlog.edge.tail.RoomRecords.edited;
import static dev.roomlog.edge.tail.RoomRecords.posted;
import static dev.roomlog.edge.tail.RoomRecords.reaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.MessageId;
import dev.roomlog.events.RoomId;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class SieveTest {

    private final RoomId room = RoomId.random();
    private final MessageId id = MessageId.random();
    private final MessageId other = MessageId.random();
    private final Sieve sieve = new Sieve(Duration.ofMinutes(5));

    @Test
    void keepsNoEditOrReactionThatComesAfterTheDeletionOfItsMessage() {
        assertThat(sieve.keeps(posted(0, room, id, "text"))).isTrue();
        assertThat(sieve.keeps(edited(1, room, id, "before"))).isTrue();
        assertThat(sieve.keeps(deleted(2, room, id))).isTrue();

        assertThat(sieve.keeps(edited(3, room, id, "secret"))).isFalse();
        assertThat(sieve.keeps(reaction(4, room, id))).isFalse();
        assertThat(sieve.keeps(deleted(5, room, id))).isTrue();
        assertThat(sieve.keeps(edited(6, room, other, "of another"))).isTrue();
        assertThat(sieve.keeps(reaction(7, room, other))).isTrue();
    }

    @Test
    void forgetsADeletionAfterTheWindow() {
        sieve.keeps(deleted(0, room, id));

        // One record a second.
        assertThat(sieve.keeps(edited(300, room, id, "at its end"))).isFalse();
        assertThat(sieve.keeps(edited(301, room, id, "after it"))).isTrue();
    }
}

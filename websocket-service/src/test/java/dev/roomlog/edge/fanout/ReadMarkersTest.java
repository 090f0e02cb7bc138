package dev.roomlog.edge.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.edge.stomp.StompVersion;
import dev.roomlog.edge.subscription.Subscription;
import dev.roomlog.events.MemberId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomId;

import io.netty.util.concurrent.ImmediateEventExecutor;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

class ReadMarkersTest {

    private static final MemberId BOB = new MemberId("bob");
    private final RoomId room = RoomId.random();
    private final ReadMarkers markers = new ReadMarkers();

    @Test
    void movesForwardOnly() {
        assertThat(moves(room, BOB, 5)).isTrue();
        assertThat(moves(room, BOB, 5)).isFalse();
        assertThat(moves(room, BOB, 4)).isFalse();
        assertThat(moves(room, BOB, 6)).isTrue();
        assertThat(moves(room, new MemberId("eve"), 4)).isTrue();
        assertThat(moves(RoomId.random(), BOB, 4)).isTrue();
    }

    @Test
    void forgetsARoomThatNobodyWatches() {
        moves(room, BOB, 5);

        assertThat(markers.moves(room, BOB, Position.of(1, 9), false)).isFalse();
        assertThat(moves(room, BOB, 4)).isTrue();
    }

    @Test
    void tellsEverybodyInASmallRoomAndOnlyTheMemberInALargeOne() {
        List<Subscription> few = subscriptions(ReadMarkers.CROWD);
        List<Subscription> many = subscriptions(ReadMarkers.CROWD + 1);

        assertThat(ReadMarkers.told(BOB, few)).isEqualTo(few);
        assertThat(ReadMarkers.told(BOB, many)).containsExactly(many.getFirst());
        assertThat(ReadMarkers.told(new MemberId("nobody"), many)).isEmpty();
    }

    private boolean moves(RoomId of, MemberId member, long offset) {
        return markers.moves(of, member, Position.of(1, offset), true);
    }

    private List<Subscription> subscriptions(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        new Subscription(
                                new InMemoryOutbound(ImmediateEventExecutor.INSTANCE),
                                "id",
                                StompVersion.V1_2,
                                room,
                                i == 0 ? BOB : new MemberId("m-" + i)))
                .toList();
    }
}

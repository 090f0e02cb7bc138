package dev.roomlog.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.InvalidRecordException;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;

class RoomKeyTest {

    private final RoomId room = RoomId.of("0192E4A0-0000-7000-8000-00000000000A");

    @Test
    void bytesAreFrozen() {
        assertThat(RoomKey.of(room).toBytes())
                .isEqualTo(
                        "0192e4a0-0000-7000-8000-00000000000a".getBytes(StandardCharsets.US_ASCII));
        assertThat(RoomKey.of(room, new MemberId("a/b")).toBytes())
                .isEqualTo(
                        "0192e4a0-0000-7000-8000-00000000000a/a/b"
                                .getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void readsWhatItWrites() {
        RoomKey byRoom = RoomKey.of(room);
        RoomKey byMembership = RoomKey.of(room, new MemberId("a/b"));

        assertThat(RoomKey.parse(byRoom.toBytes())).contains(byRoom);
        assertThat(RoomKey.parse(byMembership.toBytes())).contains(byMembership);
    }

    @Test
    void refusesWhatIsNoKeyOfOurs() {
        String id = room.toString();
        for (String text :
                new String[] {"", "x", id + "x", id + "/", id + "/a b", id.substring(1) + "0/"}) {
            assertThat(RoomKey.parse(text.getBytes(StandardCharsets.UTF_8))).as(text).isEmpty();
        }
        assertThat(RoomKey.parse(null)).isEmpty();
    }

    @Test
    void allRecordsOfARoomShareAPartitionNumber() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            RoomId any = new RoomId(new UUID(random.nextLong(), random.nextLong()));
            RoomKey member = RoomKey.of(any, new MemberId("m" + i));

            assertThat(RoomPartitioner.partitionOf(member.toBytes(), 48))
                    .isEqualTo(RoomPartitioner.partitionOf(any, 48));
        }
    }

    @Test
    void partitionIsWhereKafkaItselfWouldPutTheRoom() {
        Random random = new Random(8);
        for (int i = 0; i < 500; i++) {
            RoomKey key = RoomKey.of(new RoomId(new UUID(random.nextLong(), random.nextLong())));

            assertThat(RoomPartitioner.partitionOf(key.toBytes(), 48))
                    .isEqualTo(BuiltInPartitioner.partitionForKey(key.toBytes(), 48));
        }
    }

    @Test
    void spreadsRoomsOverAllPartitions() {
        int[] rooms = new int[12];
        Random random = new Random(9);
        for (int i = 0; i < 12_000; i++) {
            rooms[
                    RoomPartitioner.partitionOf(
                            new RoomId(new UUID(random.nextLong(), random.nextLong())), 12)]++;
        }
        assertThat(Arrays.stream(rooms).boxed()).allMatch(count -> count >= 800 && count <= 1_200);
    }

    @Test
    void aRecordWithoutARoomHasNoPartition() {
        assertThatExceptionOfType(InvalidRecordException.class)
                .isThrownBy(() -> RoomPartitioner.partitionOf((byte[]) null, 12));
        assertThatExceptionOfType(InvalidRecordException.class)
                .isThrownBy(() -> RoomPartitioner.partitionOf(new byte[35], 12));
    }
}

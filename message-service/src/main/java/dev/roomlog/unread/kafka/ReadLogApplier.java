package dev.roomlog.unread.kafka;

import dev.roomlog.events.Decoded;
import dev.roomlog.events.Position;
import dev.roomlog.events.RoomKey;
import dev.roomlog.projection.kafka.BatchApplier;
import dev.roomlog.projection.kafka.DeadLetters;
import dev.roomlog.unread.ReadMarker;
import dev.roomlog.unread.Tallies;

import io.micrometer.core.instrument.MeterRegistry;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

final class ReadLogApplier implements BatchApplier {

    private record Dead(ConsumerRecord<byte[], byte[]> record, String cause) {}

    private final Tallies tallies;
    private final DeadLetters deadLetters;
    private final MeterRegistry meters;

    ReadLogApplier(Tallies tallies, DeadLetters deadLetters, MeterRegistry meters) {
        this.tallies = tallies;
        this.deadLetters = deadLetters;
        this.meters = meters;
    }

    @Override
    public Mono<Void> apply(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<RoomKey, ReadMarker> furthest = new HashMap<>();
        List<Dead> dead = new ArrayList<>();
        int unknown = 0;
        for (ConsumerRecord<byte[], byte[]> each : records) {
            RoomKey key = RoomKey.parse(each.key()).orElse(null);
            if (key == null || key.member() == null) {
                dead.add(new Dead(each, "the key is no room and member"));
                continue;
            }
            switch (Decoded.read(each.value())) {
                case Decoded.Malformed<?>(String cause) -> dead.add(new Dead(each, cause));
                case Decoded.Unknown<?> _ -> unknown++;
                case Decoded.Known<dev.roomlog.events.v1.ReadMarker>(var marker) -> {
                    long position = marker.getPosition();
                    if (position < 0 || position > Position.MAX_VALUE) {
                        dead.add(new Dead(each, "the position is out of range"));
                    } else {
                        furthest.merge(
                                key,
                                new ReadMarker(key, new Position(position)),
                                ReadLogApplier::further);
                    }
                }
            }
        }
        meters.counter("roomlog.records.unknown", "topic", records.getFirst().topic())
                .increment(unknown);
        return tallies.advance(furthest.values())
                .thenMany(Flux.fromIterable(dead))
                .concatMap(each -> deadLetters.put(each.record(), each.cause()))
                .then();
    }

    private static ReadMarker further(ReadMarker one, ReadMarker other) {
        return other.position().isAfter(one.position()) ? other : one;
    }
}

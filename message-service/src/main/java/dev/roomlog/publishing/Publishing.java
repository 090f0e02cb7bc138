package dev.roomlog.publishing;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.events.v1.MessageEvent;
import dev.roomlog.events.v1.MessagePosted;
import dev.roomlog.posting.TokenBucket;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Appends what was judged, within the bounds of this instance. */
public final class Publishing {

    /** Whoever comes after so many others has a full bucket again anyway. */
    private static final int REMEMBERED_MEMBERS = 50_000;

    private static final Duration SOON = Duration.ofSeconds(1);

    private final RoomLog log;
    private final Limits limits;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<MemberId, TokenBucket> rates = new LinkedHashMap<>(16, 0.75f, true);

    public Publishing(RoomLog log, Limits limits) {
        this.log = log;
        this.limits = limits;
    }

    /**
     * Of this instance.
     *
     * @param perSecond of one member
     * @param burst of one member
     * @param inFlight of all members, not acknowledged yet; beyond, all are refused
     */
    public record Limits(int perSecond, int burst, int inFlight) {}

    Mono<Outcome> publish(Author author, RoomId room, MessageId message, MessageEvent event) {
        return Mono.defer(() -> {
            if (!rateOf(author.member()).take(System.nanoTime())) {
                return Mono.just(Outcome.Refused.after(RefusalCode.RATE_LIMITED, SOON));
            }
            if (inFlight.incrementAndGet() > limits.inFlight) {
                inFlight.decrementAndGet();
                return Mono.just(Outcome.Refused.of(RefusalCode.OVERLOADED));
            }
            return log.append(room, event)
                    .<Outcome>map(position -> new Outcome.Done(message, position))
                    .onErrorResume(_ -> Mono.just(Outcome.Refused.of(RefusalCode.OUTCOME_UNKNOWN)))
                    .doFinally(_ -> inFlight.decrementAndGet());
        });
    }

    void tellMentioned(RoomId room, Position position, MessagePosted posted) {
        log.tellMentioned(room, position, posted);
    }

    private TokenBucket rateOf(MemberId member) {
        synchronized (rates) {
            TokenBucket rate =
                    rates.computeIfAbsent(
                            member,
                            _ ->
                                    new TokenBucket(
                                            limits.perSecond, limits.burst, System.nanoTime()));
            if (rates.size() > REMEMBERED_MEMBERS) {
                rates.remove(rates.keySet().iterator().next());
            }
            return rate;
        }
    }
}

package dev.roomlog.publishing;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.MessageId;
import dev.roomlog.events.Position;
import dev.roomlog.events.RefusalCode;
import dev.roomlog.events.RoomId;
import dev.roomlog.message.CatchingUp;
import dev.roomlog.message.Message;
import dev.roomlog.message.Messages;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Slow mode, judged from the log, through whatever door its messages came: history is first let
 * catch up with it. Besides, a member has one post at a time under way here.
 */
final class SlowMode {

    private static final int PAGE = 200;
    private static final Position END = new Position(Position.MAX_VALUE);

    private final Messages messages;
    private final CatchingUp catchingUp;
    private final Clock clock;
    private final Map<Turn, MessageId> underWay = new ConcurrentHashMap<>();

    SlowMode(Messages messages, CatchingUp catchingUp, Clock clock) {
        this.messages = messages;
        this.catchingUp = catchingUp;
        this.clock = clock;
    }

    record Turn(RoomId room, MemberId member) {}

    /**
     * @param every least time since the member's last post; this message, if it is there already,
     *     is none
     */
    Mono<Outcome> inTurn(Turn turn, MessageId message, Duration every, Mono<Outcome> post) {
        return Mono.defer(() -> {
            MessageId other = underWay.putIfAbsent(turn, message);
            if (other == null) {
                return inTurn(turn, message, every)
                        .switchIfEmpty(post)
                        .doFinally(_ -> underWay.remove(turn));
            }
            return other.equals(message)
                    ? inTurn(turn, message, every).switchIfEmpty(post)
                    : Mono.just(Outcome.Refused.after(RefusalCode.SLOW_MODE, every));
        });
    }

    /** Empty when it is the member's turn. */
    private Mono<Outcome> inTurn(Turn turn, MessageId message, Duration every) {
        return catchingUp
                .upToNow(turn.room)
                .flatMap(caughtUp -> {
                    Instant now = clock.instant();
                    return caughtUp
                            ? last(turn, message, now.minus(every), END)
                                    .map(last -> every.minus(Duration.between(last.sentAt(), now)))
                                    .filter(Duration::isPositive)
                                    .map(wait -> Outcome.Refused.after(RefusalCode.SLOW_MODE, wait))
                            : Mono.just(Outcome.Refused.of(RefusalCode.HISTORY_DELAYED));
                });
    }

    private Mono<Message> last(Turn turn, MessageId besides, Instant since, Position at) {
        return messages.upTo(turn.room, at, PAGE)
                .collectList()
                .flatMap(page -> {
                    Optional<Message> found =
                            page.stream()
                                    .filter(each -> each.sender().equals(turn.member))
                                    .filter(each -> !each.id().equals(besides))
                                    .findFirst();
                    return found.isPresent() || !goesOn(page, since)
                            ? Mono.justOrEmpty(found)
                            : last(turn, besides, since, before(page.getLast()));
                });
    }

    private static boolean goesOn(List<Message> page, Instant since) {
        return page.size() == PAGE && !page.getLast().sentAt().isBefore(since);
    }

    private static Position before(Message message) {
        return new Position(message.position().value() - 1);
    }
}

package dev.roomlog.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Two do things at the same moment that cannot both stand: afterwards one state is everywhere. */
@ExtendWith(SharedStack.class)
class RacesIT {

    private static final int TIMES = 6;
    private static final int APART_NANOS = 4_000_000;

    private final Installation roomlog;
    private final OneState oneState;
    private final Member owner;
    private final Member bob;

    RacesIT(Installation roomlog) {
        this.roomlog = roomlog;
        this.oneState = new OneState(roomlog);
        this.owner = roomlog.newMember("owner");
        this.bob = roomlog.newMember("bob");
    }

    @Test
    void bothCreateTheirDirectRoomAtOnce() {
        Rounds rounds = Rounds.of("direct rooms", TIMES);
        Random random = rounds.random();
        List<Member> people = roomlog.newMembers(pairsNeed(rounds.times()), "pair");
        Set<String> rooms = new HashSet<>();
        int pairs = 0;
        for (int i = 0; i < people.size(); i++) {
            for (int j = i + 1; j < people.size() && pairs < rounds.times(); j++, pairs++) {
                Member one = people.get(i);
                Member other = people.get(j);

                List<Rest.Answer> answers =
                        race(
                                random,
                                () -> roomlog.createDirect(one, other),
                                () -> roomlog.createDirect(other, one));

                assertThat(answers)
                        .extracting(Rest.Answer::status)
                        .containsExactlyInAnyOrder(200, 201);
                assertThat(answers)
                        .extracting(answer -> answer.json().get("id").stringValue())
                        .containsOnly(answers.getFirst().json().get("id").stringValue());
                rooms.add(answers.getFirst().json().get("id").stringValue());
            }
        }
        assertThat(rooms).hasSize(rounds.times());
        rounds.report("rooms=" + rooms.size() + " " + oneState.everywhereInStore());
    }

    private static int pairsNeed(int pairs) {
        int people = 2;
        while (people * (people - 1) / 2 < pairs) {
            people++;
        }
        return people;
    }

    @Test
    void joiningWhileBeingBanned() {
        Rounds rounds = Rounds.of("join against ban", TIMES);
        Random random = rounds.random();
        List<OneState.Case> cases = new ArrayList<>();
        int joinedFirst = 0;
        for (int i = 0; i < rounds.times(); i++) {
            String room = roomlog.newRoom(owner, "PUBLIC");

            List<Rest.Answer> answers =
                    race(
                            random,
                            () -> roomlog.join(room, bob),
                            () -> roomlog.ban(room, owner, bob));

            if (answers.get(0).status() == 200) {
                joinedFirst++;
            } else {
                answers.get(0).expectRefused("banned");
            }
            answers.get(1).expect(200);
            cases.add(new OneState.Case(room, owner, bob));
        }
        agree(rounds, cases, "joined-first=" + joinedFirst);
        Map<String, String> memberships = Facts.ofDatabase(roomlog.stack()).memberships();
        for (OneState.Case one : cases) {
            assertThat(memberships.get(one.room() + "/" + bob.id()))
                    .as("however it went, the ban stands")
                    .startsWith("BANNED ");
        }
    }

    @Test
    void leavingWhileBeingPromoted() {
        Rounds rounds = Rounds.of("promote against leave", TIMES);
        Random random = rounds.random();
        List<OneState.Case> cases = new ArrayList<>();
        for (int i = 0; i < rounds.times(); i++) {
            String room = roomlog.newRoom(owner, "PUBLIC", bob);

            List<Rest.Answer> answers =
                    race(
                            random,
                            () -> roomlog.leave(room, bob),
                            () -> roomlog.giveRole(room, owner, bob, "MODERATOR"));

            answers.get(0).expectStatus(204);
            answers.get(1).expect(200);
            cases.add(new OneState.Case(room, owner, bob));
        }
        agree(rounds, cases, "");
    }

    @Test
    void subscribingWhileBeingKicked() {
        Rounds rounds = Rounds.of("subscribe against kick", TIMES);
        Random random = rounds.random();
        List<OneState.Case> cases = new ArrayList<>();
        int granted = 0;
        try (Everywhere kicked = roomlog.connectEverywhere(bob)) {
            for (int i = 0; i < rounds.times(); i++) {
                String room = roomlog.newRoom(owner, "PUBLIC", bob);
                kicked.canSend(room);
                long subscribesAfter = random.nextInt(APART_NANOS);
                long kickedAfter = random.nextInt(APART_NANOS);

                List<List<StompUser.Asked>> asked =
                        Together.all(
                                List.<Supplier<List<StompUser.Asked>>>of(
                                        () -> {
                                            LockSupport.parkNanos(subscribesAfter);
                                            return kicked.connections().stream()
                                                    .map(user -> user.askToSubscribe(room))
                                                    .toList();
                                        },
                                        () -> {
                                            LockSupport.parkNanos(kickedAfter);
                                            roomlog.kick(room, owner, bob).expectStatus(204);
                                            return List.of();
                                        }),
                                Supplier::get);

                for (StompUser.Asked one : asked.getFirst()) {
                    if (StompUser.await(one.refusal()).isEmpty()) {
                        granted++;
                        one.inbox().nextMember("removed", bob);
                    }
                }
                cases.add(new OneState.Case(room, owner, bob));
                roomlog.leave(room, owner).expectRefused("last-owner");
                for (StompUser.Asked one : asked.getFirst()) {
                    List<Received> heard = one.inbox().all();
                    assertThat(heard.stream().limit(Math.max(0, heard.size() - 1)))
                            .as("nothing after the last event")
                            .noneMatch(event -> event.event().equals("member"));
                }
            }
        }
        agree(rounds, cases, "granted=" + granted);
    }

    @Test
    void twoOwnersWhoLeaveAtOnceLeaveOneBehind() {
        Rounds rounds = Rounds.of("owners leaving", TIMES);
        Random random = rounds.random();
        List<OneState.Case> cases = new ArrayList<>();
        for (int i = 0; i < rounds.times(); i++) {
            String room = roomlog.newRoom(owner, "PUBLIC");
            roomlog.giveRole(room, owner, bob, "OWNER").expect(200);

            List<Rest.Answer> answers =
                    race(random, () -> roomlog.leave(room, owner), () -> roomlog.leave(room, bob));

            assertThat(answers).extracting(Rest.Answer::status).containsExactlyInAnyOrder(204, 409);
            cases.add(new OneState.Case(room, owner, owner));
            cases.add(new OneState.Case(room, owner, bob));
        }
        agree(rounds, cases, "");
    }

    @Test
    void twoOwnersWhoDemoteEachOtherAtOnceLeaveOneInCharge() {
        Rounds rounds = Rounds.of("owners demoting each other", TIMES);
        Random random = rounds.random();
        List<OneState.Case> cases = new ArrayList<>();
        for (int i = 0; i < rounds.times(); i++) {
            String room = roomlog.newRoom(owner, "PUBLIC");
            roomlog.giveRole(room, owner, bob, "OWNER").expect(200);

            List<Rest.Answer> answers =
                    race(
                            random,
                            () -> roomlog.giveRole(room, owner, bob, "MEMBER"),
                            () -> roomlog.giveRole(room, bob, owner, "MEMBER"));

            assertThat(answers).extracting(Rest.Answer::status).containsExactlyInAnyOrder(200, 403);
            cases.add(new OneState.Case(room, owner, owner));
            cases.add(new OneState.Case(room, owner, bob));
        }
        agree(rounds, cases, "");
    }

    private void agree(Rounds rounds, List<OneState.Case> cases, String seen) {
        OneState.Compared compared = oneState.everywhereInStore();
        oneState.felt(cases);
        rounds.report("%s felt=%d %s".formatted(seen, cases.size(), compared));
    }

    /** Both at the same time, up to some milliseconds apart; the answers in this order. */
    private static List<Rest.Answer> race(
            Random random, Supplier<Rest.Answer> one, Supplier<Rest.Answer> other) {
        record Runner(long after, Supplier<Rest.Answer> act) {}
        return Together.all(
                List.of(
                        new Runner(random.nextInt(APART_NANOS), one),
                        new Runner(random.nextInt(APART_NANOS), other)),
                runner -> {
                    LockSupport.parkNanos(runner.after());
                    return runner.act().get();
                });
    }
}

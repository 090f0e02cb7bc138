package dev.roomlog.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roomlog.events.MemberId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

class FirstSightTest {

    private static final MemberId ALICE = new MemberId("auth0|1");
    private static final MemberId OTHER = new MemberId("auth0|2");

    private final Directory directory = new Directory();
    private final FirstSight firstSight =
            new FirstSight(directory, directory, Set.of(new Username("admin")), Clock.systemUTC());

    @Test
    void aMemberIsWhatTheTokenSays() {
        firstSight.see(ALICE, "Alice", "Alice A");

        assertThat(directory.find(ALICE)).hasValue(member(ALICE, "alice", "Alice A"));
    }

    @Test
    void aUserNameThatCannotBeHadIsMadeFromTheId() {
        firstSight.see(ALICE, "alice", null);
        for (String unfit : new String[] {"alice", "admin", "alice@example.com", "", "a"}) {
            MemberId id = new MemberId("id-of-" + unfit);
            firstSight.see(id, unfit, "Name");

            String username = directory.find(id).orElseThrow().username().value();
            assertThat(username).matches("u-[0-9a-f]{20}");
        }
        firstSight.see(OTHER, null, null);
        assertThat(directory.find(OTHER).orElseThrow().displayName().value())
                .isEqualTo(directory.find(OTHER).orElseThrow().username().value());
    }

    /** Nobody can keep a member out by taking the name that would be made for it. */
    @Test
    void aNameTakenOnPurposeKeepsNobodyOut() {
        firstSight.see(ALICE, null, null);
        String made = directory.find(ALICE).orElseThrow().username().value();
        directory.members.clear();
        directory.claimed.clear();
        firstSight.see(OTHER, made, null);

        firstSight.see(ALICE, null, null);

        assertThat(directory.find(ALICE).orElseThrow().username().value())
                .matches("u-[0-9a-f]{20}")
                .isNotEqualTo(made);
    }

    @Test
    void aNameThatIsNoDisplayNameIsNotShown() {
        for (String unfit : new String[] {"", " ", "x".repeat(65), "\u202e", "a\u0000b"}) {
            firstSight.see(ALICE, "alice", unfit);

            assertThat(directory.find(ALICE)).hasValue(member(ALICE, "alice", "alice"));
        }
    }

    @Test
    void theDisplayNameFollowsTheClaimWhenTheClaimChanges() {
        firstSight.see(ALICE, "alice", "Alice A");
        directory.members.put(ALICE, member(ALICE, "alice", "My own choice"));

        firstSight.see(ALICE, "alice", "Alice A");
        assertThat(directory.find(ALICE)).hasValue(member(ALICE, "alice", "My own choice"));
        firstSight.see(ALICE, "alice", null);
        assertThat(directory.find(ALICE)).hasValue(member(ALICE, "alice", "My own choice"));

        firstSight.see(ALICE, "alicia", "Alice B");
        assertThat(directory.find(ALICE)).hasValue(member(ALICE, "alice", "Alice B"));
    }

    private static Member member(MemberId id, String username, String displayName) {
        return new Member(id, new Username(username), new DisplayName(displayName), false);
    }

    /** As the database keeps them. */
    private static final class Directory implements Members, ClaimedNames {

        private final Map<MemberId, Member> members = new HashMap<>();
        private final Map<MemberId, DisplayName> claimed = new HashMap<>();

        @Override
        public boolean add(Account account, Instant at) {
            Member added = account.member();
            return findAccount(added.username()).isEmpty()
                    && members.putIfAbsent(added.id(), added) == null;
        }

        @Override
        public Optional<Member> find(MemberId id) {
            return Optional.ofNullable(members.get(id));
        }

        @Override
        public Optional<Account> findAccount(Username username) {
            return members.values().stream()
                    .filter(member -> member.username().equals(username))
                    .map(member -> new Account(member, ""))
                    .findAny();
        }

        @Override
        public Set<MemberId> existing(Collection<MemberId> ids) {
            return ids.stream().filter(members::containsKey).collect(Collectors.toSet());
        }

        @Override
        public List<Member> named(String prefix, @Nullable String after, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void change(MemberId member, DisplayName name) {
            claimed.put(member, name);
            members.computeIfPresent(member, (_, known) -> known.called(name));
        }

        @Override
        public Optional<DisplayName> findClaimed(MemberId member) {
            return Optional.ofNullable(claimed.get(member));
        }
    }
}

package dev.roomlog.member;

import dev.roomlog.events.MemberId;
import dev.roomlog.text.Parsed;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Members of an outside issuer: there is nothing to sign up for, so who shows a good token becomes
 * a member by it. Later tokens change the display name when what they say of it changed; a name
 * that a member chose here lives until then.
 */
public final class FirstSight {

    private final Members members;
    private final ClaimedNames names;
    private final Set<Username> reserved;
    private final Clock clock;

    public FirstSight(Members members, ClaimedNames names, Set<Username> reserved, Clock clock) {
        this.members = members;
        this.names = names;
        this.reserved = Set.copyOf(reserved);
        this.clock = clock;
    }

    /**
     * @param preferredUsername as claimed, whatever it is
     * @param name as claimed, whatever it is
     */
    public void see(MemberId id, @Nullable String preferredUsername, @Nullable String name) {
        Optional<DisplayName> claimed = accepted(name, DisplayName::parse);
        Optional<DisplayName> known = names.findClaimed(id);
        if (known.isPresent() && (claimed.isEmpty() || claimed.equals(known))) {
            return;
        }
        if (known.isEmpty()) {
            create(id, accepted(preferredUsername, Username::parse));
        }
        members.find(id)
                .map(member -> claimed.orElse(new DisplayName(member.username().value())))
                .ifPresent(shown -> names.change(id, shown));
    }

    /** Somebody else may have the name, or another request of the same member may be faster. */
    private void create(MemberId id, Optional<Username> preferred) {
        Optional<Username> wish = preferred.filter(name -> !reserved.contains(name));
        boolean there = members.find(id).isPresent() || (wish.isPresent() && add(id, wish.get()));
        for (String unique : List.of(id.value(), UUID.randomUUID().toString())) {
            there = there || members.find(id).isPresent() || add(id, derivedFrom(unique));
        }
    }

    private boolean add(MemberId id, Username username) {
        DisplayName shown = new DisplayName(username.value());
        // No password is good for this account, should the built-in sign-in ever come back.
        return members.add(
                new Account(new Member(id, username, shown, false), ""), clock.instant());
    }

    /** The same at each attempt, and nothing of the ID can be read from it. */
    private static Username derivedFrom(String unique) {
        return new Username("u-" + Sha256.hex(unique).substring(0, 20));
    }

    private static <T> Optional<T> accepted(
            @Nullable String raw, Function<String, Parsed<T>> rule) {
        if (raw == null) {
            return Optional.empty();
        }
        return switch (rule.apply(raw)) {
            case Parsed.Accepted<T>(T value) -> Optional.of(value);
            case Parsed.Refused<T> _ -> Optional.empty();
        };
    }
}

package dev.roomlog.edge.membership;

import com.google.protobuf.UnknownFieldSet;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.v1.MembershipState;

import java.util.HashMap;
import java.util.Map;

/**
 * Memberships as they are kept: a million of them are a few states and a tenth as many members, so
 * each of those is held once. Confined to the thread that reads the topics.
 */
final class Standings {

    private final Map<MembershipState, MembershipState> common = new HashMap<>();
    private final Map<MemberId, MemberId> members = new HashMap<>();

    /**
     * What counts later; who made the change does not.
     *
     * @param state without what told it from others
     */
    record Standing(long version, MembershipState state) {}

    Standing of(MembershipState state) {
        MembershipState kept =
                state.toBuilder()
                        .clearVersion()
                        .clearChangedBy()
                        .setUnknownFields(UnknownFieldSet.getDefaultInstance())
                        .build();
        return new Standing(state.getVersion(), isCommon(kept) ? once(common, kept) : kept);
    }

    MemberId of(MemberId member) {
        return once(members, member);
    }

    /** Times are as many as memberships that have them. */
    private static boolean isCommon(MembershipState state) {
        return !state.hasMutedUntil() && !state.hasBannedUntil() && !state.hasTokensNotBefore();
    }

    private static <T> T once(Map<T, T> all, T value) {
        T present = all.putIfAbsent(value, value);
        return present == null ? value : present;
    }
}

package dev.roomlog.room.web;

import dev.roomlog.events.MemberId;
import dev.roomlog.room.RoomCreation;
import dev.roomlog.room.RoomKind;
import dev.roomlog.room.RoomName;
import dev.roomlog.room.RoomRules;
import dev.roomlog.web.Fields;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The body of a room's creation. */
record RoomBody(
        @Nullable String name,
        @Nullable RoomKind kind,
        RoomRules.@Nullable Entry entry,
        RoomRules.@Nullable Posting posting,
        @Nullable Integer slowModeSeconds,
        @Nullable List<@Nullable String> members) {

    private static final int MAX_MEMBERS = 100;

    RoomCreation.Wish toWish(MemberId caller) {
        Fields fields = new Fields();
        boolean direct = kind == RoomKind.DIRECT;
        Optional<RoomName> roomName =
                direct && name == null
                        ? Optional.of(RoomName.NONE)
                        : fields.required("name", name, RoomName::parse);
        if (kind == null) {
            fields.refuse("kind", "is missing");
        }
        checkSlowMode(fields, slowModeSeconds);
        if (direct && (entry != null || posting != null || slowModeSeconds != null)) {
            fields.refuse("kind", "DIRECT has no rules");
        }
        Set<MemberId> others = others(fields, caller);
        if (direct && others.size() != 1) {
            fields.refuse("members", "must name exactly one other member");
        }
        fields.check();
        return new RoomCreation.Wish(
                roomName.orElseThrow(),
                kind == null ? RoomKind.PRIVATE : kind,
                new RoomRules(
                        entry == null ? RoomRules.DEFAULT.entry() : entry,
                        posting == null ? RoomRules.DEFAULT.posting() : posting,
                        slowModeSeconds == null ? 0 : slowModeSeconds),
                others);
    }

    static void checkSlowMode(Fields fields, @Nullable Integer seconds) {
        if (seconds != null && (seconds < 0 || seconds > RoomRules.MAX_SLOW_MODE_SECONDS)) {
            fields.refuse("slowModeSeconds", "must be 0 to " + RoomRules.MAX_SLOW_MODE_SECONDS);
        }
    }

    private Set<MemberId> others(Fields fields, MemberId caller) {
        Set<MemberId> others = new LinkedHashSet<>();
        if (members == null) {
            return others;
        }
        if (members.size() > MAX_MEMBERS) {
            fields.refuse("members", "must be at most " + MAX_MEMBERS);
            return others;
        }
        for (int i = 0; i < members.size(); i++) {
            String raw = members.get(i);
            Optional<MemberId> member = raw == null ? Optional.empty() : MemberId.parse(raw);
            if (member.isEmpty()) {
                fields.refuse("members." + i, "is not a member ID");
            }
            member.filter(id -> !id.equals(caller)).ifPresent(others::add);
        }
        return others;
    }
}

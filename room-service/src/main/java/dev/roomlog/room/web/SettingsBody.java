package dev.roomlog.room.web;

import dev.roomlog.room.RoomName;
import dev.roomlog.room.RoomRules;
import dev.roomlog.room.RoomSettings;
import dev.roomlog.web.Fields;

import org.jspecify.annotations.Nullable;

/** What is to change of a room; what is absent stays. */
record SettingsBody(
        @Nullable String name,
        RoomRules.@Nullable Entry entry,
        RoomRules.@Nullable Posting posting,
        @Nullable Integer slowModeSeconds) {

    RoomSettings.Wish toWish() {
        Fields fields = new Fields();
        RoomName newName =
                name == null ? null : fields.required("name", name, RoomName::parse).orElse(null);
        RoomBody.checkSlowMode(fields, slowModeSeconds);
        fields.check();
        return new RoomSettings.Wish(newName, entry, posting, slowModeSeconds);
    }
}

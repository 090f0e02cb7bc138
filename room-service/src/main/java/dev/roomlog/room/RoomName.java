package dev.roomlog.room;

import dev.roomlog.text.Parsed;
import dev.roomlog.text.VisibleText;

/** A room's name; a DIRECT room has {@link #NONE}. */
public record RoomName(String value) {

    public static final RoomName NONE = new RoomName("");

    public static Parsed<RoomName> parse(String raw) {
        return VisibleText.parse(raw).map(RoomName::new);
    }

    @Override
    public String toString() {
        return value;
    }
}

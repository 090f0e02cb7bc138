package dev.roomlog.room.web;

import dev.roomlog.events.RoomId;
import dev.roomlog.room.Role;
import dev.roomlog.room.RoomKind;
import dev.roomlog.room.RoomLists;
import dev.roomlog.room.RoomLists.ActivityKey;
import dev.roomlog.room.RoomLists.NameKey;
import dev.roomlog.room.RoomRules;
import dev.roomlog.web.Caller;
import dev.roomlog.web.Cursor;
import dev.roomlog.web.Page;
import dev.roomlog.web.PageRequest;
import dev.roomlog.web.Search;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.Optional;

@RestController
@RequestMapping("/api/rooms")
class RoomListController {

    private final RoomLists lists;

    RoomListController(RoomLists lists) {
        this.lists = lists;
    }

    record LastMessageView(long position, String senderId, String preview) {}

    record PeerView(String id, String displayName) {}

    record MyRoomView(
            String id,
            String name,
            RoomKind kind,
            RoomRules.Posting posting,
            Role role,
            int memberCount,
            @Nullable PeerView peer,
            Instant lastActivityAt,
            @Nullable LastMessageView lastMessage) {

        static MyRoomView of(RoomLists.Listed room) {
            RoomLists.LastMessage last = room.lastMessage();
            RoomLists.Peer peer = room.peer();
            return new MyRoomView(
                    room.id().toString(),
                    room.name().value(),
                    room.kind(),
                    room.posting(),
                    room.role(),
                    room.memberCount(),
                    peer == null ? null : new PeerView(peer.id().value(), peer.displayName()),
                    room.lastActivityAt(),
                    last == null
                            ? null
                            : new LastMessageView(
                                    last.position(), last.sender().value(), last.preview()));
        }
    }

    record DiscoveredView(String id, String name, RoomKind kind, int memberCount) {}

    @GetMapping
    Page<MyRoomView> mine(Caller caller, PageRequest page) {
        int size = page.limit();
        String list = "rooms/" + caller.member();
        ActivityKey after =
                Cursor.decode(list, page.cursor(), RoomListController::activityKey).orElse(null);
        return Page.of(
                        list,
                        lists.of(caller.member(), after, size + 1),
                        size,
                        room -> room.lastActivityAt().toEpochMilli() + ":" + room.id())
                .map(MyRoomView::of);
    }

    @GetMapping("/discover")
    Page<DiscoveredView> discover(Search search) {
        int size = search.page().limit();
        String list = search.list("discover");
        NameKey after =
                Cursor.decode(list, search.page().cursor(), RoomListController::nameKey)
                        .orElse(null);
        return Page.of(
                        list,
                        lists.discover(search.query(), after, size + 1),
                        size,
                        room -> room.id() + ":" + room.name())
                .map(room ->
                        new DiscoveredView(
                                room.id().toString(),
                                room.name().value(),
                                RoomKind.PUBLIC,
                                room.memberCount()));
    }

    private static Optional<ActivityKey> activityKey(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon > 18 || !text.substring(0, colon).matches("[0-9]+")) {
            return Optional.empty();
        }
        long at = Long.parseLong(text.substring(0, colon));
        return RoomId.parse(text.substring(colon + 1))
                .map(room -> new ActivityKey(at, room.toString()));
    }

    private static Optional<NameKey> nameKey(String text) {
        int colon = text.indexOf(':');
        return colon < 1
                ? Optional.empty()
                : RoomId.parse(text.substring(0, colon))
                        .map(room -> new NameKey(text.substring(colon + 1), room.toString()));
    }
}

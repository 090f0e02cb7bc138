package dev.roomlog.room.web;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.room.Decision;
import dev.roomlog.room.Inviting;
import dev.roomlog.room.Joining;
import dev.roomlog.room.Leaving;
import dev.roomlog.room.Membership;
import dev.roomlog.room.Role;
import dev.roomlog.room.RoomLists;
import dev.roomlog.room.RoomRejection;
import dev.roomlog.room.Rooms;
import dev.roomlog.web.Caller;
import dev.roomlog.web.Cursor;
import dev.roomlog.web.InvalidRequestException;
import dev.roomlog.web.Page;
import dev.roomlog.web.Problems;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/rooms/{room}/members")
class RoomMemberController {

    private final Joining joining;
    private final Inviting inviting;
    private final Leaving leaving;
    private final Rooms rooms;
    private final RoomLists lists;
    private final Problems problems;

    RoomMemberController(
            Joining joining,
            Inviting inviting,
            Leaving leaving,
            Rooms rooms,
            RoomLists lists,
            Problems problems) {
        this.joining = joining;
        this.inviting = inviting;
        this.leaving = leaving;
        this.rooms = rooms;
        this.lists = lists;
        this.problems = problems;
    }

    record PersonView(String id, String username, String displayName, Role role) {}

    record MembershipView(String id, Role role) {}

    record InviteBody(@Nullable Role role) {}

    /** For members, and for all where the room is public. */
    @GetMapping
    ResponseEntity<Object> members(
            Caller caller,
            @PathVariable RoomId room,
            @RequestParam @Nullable String cursor,
            @RequestParam @Nullable Integer limit,
            HttpServletRequest request) {
        int size = Cursor.limit(limit);
        String after = Cursor.decode(cursor, MemberId::parse).map(MemberId::value).orElse(null);
        if (!rooms.isVisible(room, caller.member())) {
            return problems.refuse(request, new RoomRejection.NotFound().code());
        }
        return ResponseEntity.ok(
                Page.of(lists.members(room, after, size + 1), size, person -> person.id().value())
                        .map(person ->
                                new PersonView(
                                        person.id().value(),
                                        person.username(),
                                        person.displayName(),
                                        person.role())));
    }

    @PutMapping("/me")
    ResponseEntity<Object> join(
            Caller caller, @PathVariable RoomId room, HttpServletRequest request) {
        return answer(joining.join(room, caller.member()), request);
    }

    /** Nobody is given a role here yet, so one may be named only where it changes nothing. */
    @PutMapping("/{member}")
    ResponseEntity<Object> invite(
            Caller caller,
            @PathVariable RoomId room,
            @PathVariable MemberId member,
            @RequestBody(required = false) @Nullable InviteBody body,
            HttpServletRequest request) {
        if (body != null && body.role() != null && body.role() != Role.MEMBER) {
            throw new InvalidRequestException("role", "changing roles is not supported yet");
        }
        return answer(inviting.invite(room, caller.member(), member), request);
    }

    @DeleteMapping("/me")
    ResponseEntity<Object> leave(
            Caller caller, @PathVariable RoomId room, HttpServletRequest request) {
        return gone(leaving.leave(room, caller.member()), request);
    }

    @DeleteMapping("/{member}")
    ResponseEntity<Object> remove(
            Caller caller,
            @PathVariable RoomId room,
            @PathVariable MemberId member,
            HttpServletRequest request) {
        return gone(leaving.remove(room, caller.member(), member), request);
    }

    private ResponseEntity<Object> answer(Decision decision, HttpServletRequest request) {
        return switch (decision) {
            case Decision.Changed(Membership now) -> ResponseEntity.ok(view(now));
            case Decision.Unchanged(Membership now) -> ResponseEntity.ok(view(now));
            case Decision.Refused(RoomRejection why) -> problems.refuse(request, why.code());
        };
    }

    private ResponseEntity<Object> gone(Decision decision, HttpServletRequest request) {
        return switch (decision) {
            case Decision.Changed _, Decision.Unchanged _ -> ResponseEntity.noContent().build();
            case Decision.Refused(RoomRejection why) -> problems.refuse(request, why.code());
        };
    }

    private static MembershipView view(Membership membership) {
        return new MembershipView(membership.member().value(), membership.role());
    }
}

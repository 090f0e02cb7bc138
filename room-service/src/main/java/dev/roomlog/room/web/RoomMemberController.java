package dev.roomlog.room.web;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
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
import dev.roomlog.web.Page;
import dev.roomlog.web.PageRequest;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/rooms/{room}/members")
class RoomMemberController {

    private final Joining joining;
    private final Inviting inviting;
    private final Leaving leaving;
    private final Rooms rooms;
    private final RoomLists lists;
    private final DecisionAnswers answers;

    RoomMemberController(
            Joining joining,
            Inviting inviting,
            Leaving leaving,
            Rooms rooms,
            RoomLists lists,
            DecisionAnswers answers) {
        this.joining = joining;
        this.inviting = inviting;
        this.leaving = leaving;
        this.rooms = rooms;
        this.lists = lists;
        this.answers = answers;
    }

    record PersonView(String id, String username, String displayName, Role role) {}

    record MembershipView(String id, Role role) {}

    record JoinBody() {}

    record InviteBody(@Nullable Role role) {}

    /** For members, and for all where the room is public. */
    @GetMapping
    ResponseEntity<Object> members(
            Caller caller,
            @PathVariable RoomId room,
            PageRequest page,
            HttpServletRequest request) {
        int size = page.limit();
        String list = "members/" + room;
        String after =
                Cursor.decode(list, page.cursor(), MemberId::parse)
                        .map(MemberId::value)
                        .orElse(null);
        if (!rooms.isVisible(room, caller.member())) {
            return answers.refusal(new RoomRejection.NotFound(), request);
        }
        return ResponseEntity.ok(
                Page.of(
                                list,
                                lists.members(room, after, size + 1),
                                size,
                                person -> person.id().value())
                        .map(person ->
                                new PersonView(
                                        person.id().value(),
                                        person.username(),
                                        person.displayName(),
                                        person.role())));
    }

    @PutMapping("/me")
    ResponseEntity<Object> join(
            Caller caller,
            @PathVariable RoomId room,
            @RequestBody(required = false) @Nullable JoinBody body,
            HttpServletRequest request) {
        return answers.of(
                joining.join(room, caller.member(), caller.isTrusted()),
                RoomMemberController::view,
                request);
    }

    /** Brings somebody in, or changes the role of who is in. */
    @PutMapping("/{member}")
    ResponseEntity<Object> invite(
            Caller caller,
            @PathVariable RoomId room,
            @PathVariable MemberId member,
            @RequestBody(required = false) @Nullable InviteBody body,
            HttpServletRequest request) {
        Role role = body == null ? null : body.role();
        return answers.of(
                inviting.invite(room, caller.member(), caller.isTrusted(), member, role),
                RoomMemberController::view,
                request);
    }

    @DeleteMapping("/me")
    ResponseEntity<Object> leave(
            Caller caller, @PathVariable RoomId room, HttpServletRequest request) {
        return answers.done(leaving.leave(room, caller.member()), request);
    }

    @DeleteMapping("/{member}")
    ResponseEntity<Object> remove(
            Caller caller,
            @PathVariable RoomId room,
            @PathVariable MemberId member,
            HttpServletRequest request) {
        return answers.done(leaving.remove(room, caller.member(), member), request);
    }

    private static MembershipView view(Membership membership) {
        return new MembershipView(membership.member().value(), membership.role());
    }
}

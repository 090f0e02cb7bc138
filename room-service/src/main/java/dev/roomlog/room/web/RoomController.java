package dev.roomlog.room.web;

import dev.roomlog.events.RoomId;
import dev.roomlog.room.Decision;
import dev.roomlog.room.Membership;
import dev.roomlog.room.Room;
import dev.roomlog.room.RoomCreation;
import dev.roomlog.room.RoomDeletion;
import dev.roomlog.room.RoomLists;
import dev.roomlog.room.RoomRejection;
import dev.roomlog.room.RoomSettings;
import dev.roomlog.room.Rooms;
import dev.roomlog.room.Rooms.Creation;
import dev.roomlog.web.Caller;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.net.URI;
import java.util.Optional;

@RestController
@RequestMapping("/api/rooms")
class RoomController {

    private final RoomCreation creation;
    private final RoomSettings settings;
    private final RoomDeletion deletion;
    private final Rooms rooms;
    private final RoomLists lists;
    private final DecisionAnswers answers;

    RoomController(
            RoomCreation creation,
            RoomSettings settings,
            RoomDeletion deletion,
            Rooms rooms,
            RoomLists lists,
            DecisionAnswers answers) {
        this.creation = creation;
        this.settings = settings;
        this.deletion = deletion;
        this.rooms = rooms;
        this.lists = lists;
        this.answers = answers;
    }

    @PostMapping
    ResponseEntity<Object> create(
            Caller caller, @RequestBody RoomBody body, HttpServletRequest request) {
        return switch (creation.create(caller.member(), body.toWish(caller.member()))) {
            case RoomCreation.Outcome.Done(Creation.Created(Room room)) ->
                    ResponseEntity.created(URI.create("/api/rooms/" + room.id()))
                            .body(view(room, caller));
            case RoomCreation.Outcome.Done(Creation.PairHasOne(Room room)) ->
                    ResponseEntity.ok(view(room, caller));
            case RoomCreation.Outcome.Refused(RoomRejection why) -> answers.refusal(why, request);
        };
    }

    @GetMapping("/{room}")
    ResponseEntity<Object> read(
            Caller caller, @PathVariable RoomId room, HttpServletRequest request) {
        return rooms.find(room)
                .filter(_ -> rooms.isVisible(room, caller.member()))
                .<ResponseEntity<Object>>map(found -> ResponseEntity.ok(view(found, caller)))
                .orElseGet(() -> answers.refusal(new RoomRejection.NotFound(), request));
    }

    @PatchMapping("/{room}")
    ResponseEntity<Object> change(
            Caller caller,
            @PathVariable RoomId room,
            @RequestBody SettingsBody body,
            HttpServletRequest request) {
        Decision decision = settings.change(room, caller.member(), body.toWish());
        return decision instanceof Decision.Refused(RoomRejection why)
                ? answers.refusal(why, request)
                : read(caller, room, request);
    }

    @DeleteMapping("/{room}")
    ResponseEntity<Object> delete(
            Caller caller, @PathVariable RoomId room, HttpServletRequest request) {
        return answers.done(deletion.delete(room, caller.member()), request);
    }

    private RoomView view(Room room, Caller caller) {
        return RoomView.of(
                room, mine(room.id(), caller).orElse(null), lists.memberCount(room.id()));
    }

    private Optional<Membership> mine(RoomId room, Caller caller) {
        return rooms.membership(room, caller.member()).filter(Membership::isIn);
    }
}

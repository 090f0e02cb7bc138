package dev.roomlog.room.web;

import dev.roomlog.events.MemberId;
import dev.roomlog.events.RoomId;
import dev.roomlog.room.Banning;
import dev.roomlog.room.Membership;
import dev.roomlog.room.MembershipStatus;
import dev.roomlog.room.Muting;
import dev.roomlog.room.Role;
import dev.roomlog.room.RoomLists;
import dev.roomlog.room.RoomRejection;
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

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

@RestController
@RequestMapping("/api/rooms/{room}")
class ModerationController {

    private final Banning banning;
    private final Muting muting;
    private final RoomLists lists;
    private final DecisionAnswers answers;
    private final Clock clock;

    ModerationController(
            Banning banning, Muting muting, RoomLists lists, DecisionAnswers answers, Clock clock) {
        this.banning = banning;
        this.muting = muting;
        this.lists = lists;
        this.answers = answers;
        this.clock = clock;
    }

    record BanView(String id, MembershipStatus status, @Nullable Instant until) {

        static BanView of(Membership membership) {
            return new BanView(
                    membership.member().value(), membership.status(), membership.bannedUntil());
        }
    }

    record MuteView(String id, Role role, @Nullable Instant until) {

        static MuteView of(Membership membership) {
            Instant until = membership.mutedUntil();
            return new MuteView(
                    membership.member().value(),
                    membership.role(),
                    Membership.FOREVER.equals(until) ? null : until);
        }
    }

    record BannedPersonView(
            String id, String username, String displayName, @Nullable Instant until) {}

    /** For staff. */
    @GetMapping("/bans")
    ResponseEntity<Object> banned(
            Caller caller,
            @PathVariable RoomId room,
            PageRequest page,
            HttpServletRequest request) {
        int size = page.limit();
        String list = "bans/" + room;
        String after =
                Cursor.decode(list, page.cursor(), MemberId::parse)
                        .map(MemberId::value)
                        .orElse(null);
        Optional<RoomRejection> refused = banning.hidesListFrom(room, caller.member());
        if (refused.isPresent()) {
            return answers.refusal(refused.get(), request);
        }
        return ResponseEntity.ok(
                Page.of(
                                list,
                                lists.banned(room, after, size + 1),
                                size,
                                person -> person.id().value())
                        .map(person ->
                                new BannedPersonView(
                                        person.id().value(),
                                        person.username(),
                                        person.displayName(),
                                        person.until())));
    }

    @PutMapping("/bans/{member}")
    ResponseEntity<Object> ban(
            Caller caller,
            @PathVariable RoomId room,
            @PathVariable MemberId member,
            @RequestBody(required = false) @Nullable UntilBody body,
            HttpServletRequest request) {
        Instant until = UntilBody.instantOf(body, clock.instant());
        return answers.of(
                banning.ban(room, caller.member(), caller.named(member), until),
                BanView::of,
                request);
    }

    @DeleteMapping("/bans/{member}")
    ResponseEntity<Object> unban(
            Caller caller,
            @PathVariable RoomId room,
            @PathVariable MemberId member,
            HttpServletRequest request) {
        return answers.done(banning.lift(room, caller.member(), caller.named(member)), request);
    }

    @PutMapping("/mutes/{member}")
    ResponseEntity<Object> mute(
            Caller caller,
            @PathVariable RoomId room,
            @PathVariable MemberId member,
            @RequestBody(required = false) @Nullable UntilBody body,
            HttpServletRequest request) {
        Instant until = UntilBody.instantOf(body, clock.instant());
        return answers.of(
                muting.mute(room, caller.member(), caller.named(member), until),
                MuteView::of,
                request);
    }

    @DeleteMapping("/mutes/{member}")
    ResponseEntity<Object> unmute(
            Caller caller,
            @PathVariable RoomId room,
            @PathVariable MemberId member,
            HttpServletRequest request) {
        return answers.done(muting.lift(room, caller.member(), caller.named(member)), request);
    }
}

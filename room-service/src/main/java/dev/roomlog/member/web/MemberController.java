package dev.roomlog.member.web;

import dev.roomlog.events.RefusalCode;
import dev.roomlog.member.Member;
import dev.roomlog.member.Members;
import dev.roomlog.member.Profiles;
import dev.roomlog.member.Username;
import dev.roomlog.text.Parsed;
import dev.roomlog.web.Caller;
import dev.roomlog.web.Cursor;
import dev.roomlog.web.Page;
import dev.roomlog.web.Problems;
import dev.roomlog.web.Search;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.Optional;

@RestController
@RequestMapping("/api/members")
class MemberController {

    private final Members members;
    private final Profiles profiles;
    private final Problems problems;

    MemberController(Members members, Profiles profiles, Problems problems) {
        this.members = members;
        this.profiles = profiles;
        this.problems = problems;
    }

    @GetMapping("/me")
    ResponseEntity<Object> me(Caller caller, HttpServletRequest request) {
        return answer(members.find(caller.member()), request);
    }

    @PatchMapping("/me")
    ResponseEntity<Object> change(
            Caller caller, @RequestBody ProfileBody body, HttpServletRequest request) {
        return answer(profiles.change(caller.member(), body.change()), request);
    }

    private ResponseEntity<Object> answer(Optional<Member> found, HttpServletRequest request) {
        return found.<ResponseEntity<Object>>map(member -> ResponseEntity.ok(MemberView.of(member)))
                .orElseGet(() -> problems.refuse(request, RefusalCode.UNKNOWN_MEMBER));
    }

    @GetMapping
    Page<MemberView> named(Search search) {
        int size = search.page().limit();
        String list = search.list("people");
        String after =
                Cursor.decode(list, search.page().cursor(), MemberController::username)
                        .orElse(null);
        return Page.of(
                        list,
                        members.named(search.query(), after, size + 1),
                        size,
                        member -> member.username().value())
                .map(MemberView::of);
    }

    private static Optional<String> username(String text) {
        return switch (Username.parse(text)) {
            case Parsed.Accepted<Username>(Username name) -> Optional.of(name.value());
            case Parsed.Refused<Username> _ -> Optional.empty();
        };
    }
}

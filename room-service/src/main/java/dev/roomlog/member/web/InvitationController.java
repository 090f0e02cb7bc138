package dev.roomlog.member.web;

import dev.roomlog.events.RefusalCode;
import dev.roomlog.member.Invitation;
import dev.roomlog.member.Registration;
import dev.roomlog.token.AccessToken;
import dev.roomlog.web.Caller;
import dev.roomlog.web.Problems;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;

@RestController
class InvitationController {

    private final Registration registration;
    private final Problems problems;

    InvitationController(Registration registration, Problems problems) {
        this.registration = registration;
        this.problems = problems;
    }

    /** Has no fields, so that any is refused. */
    record InvitationBody() {}

    record InvitationView(String invitation, Instant expiresAt) {}

    /** Without Location: only its hash is kept, so there is nothing to read again. */
    @PostMapping("/api/invitations")
    ResponseEntity<Object> invite(
            Caller caller,
            @RequestBody(required = false) @Nullable InvitationBody body,
            HttpServletRequest request) {
        if (!caller.roles().contains(AccessToken.ADMIN)) {
            return problems.refuse(request, RefusalCode.FORBIDDEN);
        }
        Invitation.Issued issued = registration.invite(caller.member());
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(new InvitationView(issued.invitation().value(), issued.until()));
    }
}

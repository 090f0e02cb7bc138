package dev.roomlog.member.web;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.roomlog.member.Accounts;
import dev.roomlog.member.Password;
import dev.roomlog.member.PasswordChange;
import dev.roomlog.web.Caller;
import dev.roomlog.web.Fields;
import dev.roomlog.web.Problems;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;

/** What one can do with one's own account. */
@RestController
class AccountController {

    private final PasswordChange passwordChange;
    private final Accounts accounts;
    private final Clock clock;
    private final Problems problems;

    AccountController(
            PasswordChange passwordChange, Accounts accounts, Clock clock, Problems problems) {
        this.passwordChange = passwordChange;
        this.accounts = accounts;
        this.clock = clock;
        this.problems = problems;
    }

    /** {@code new} cannot be a component's name in Java. */
    record PasswordBody(@Nullable String old, @JsonProperty("new") @Nullable String wanted) {}

    @PutMapping("/api/members/me/password")
    ResponseEntity<Object> changePassword(
            Caller caller, @RequestBody PasswordBody body, HttpServletRequest request) {
        Fields fields = new Fields();
        var old = fields.required("old", body.old(), AuthController::typed).map(Password::new);
        var wanted = fields.required("new", body.wanted(), Password::parseNew);
        fields.check();
        return passwordChange
                .change(
                        caller.member(),
                        caller.session(),
                        Client.of(request),
                        old.orElseThrow(),
                        wanted.orElseThrow())
                .map(why -> AuthController.refuse(problems, request, why))
                .orElseGet(() -> ResponseEntity.noContent().build());
    }

    @PostMapping("/api/auth/logout-all")
    ResponseEntity<Void> signOutEverywhere(Caller caller) {
        accounts.signOutEverywhere(caller.member(), clock.instant());
        return ResponseEntity.noContent().build();
    }

    @DeleteMapping("/api/members/me")
    ResponseEntity<Void> erase(Caller caller) {
        accounts.erase(caller.member(), clock.instant());
        return ResponseEntity.noContent().build();
    }
}

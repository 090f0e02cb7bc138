package dev.roomlog.member.web;

import dev.roomlog.member.DisplayName;
import dev.roomlog.member.MemberProperties;
import dev.roomlog.member.MemberRejection;
import dev.roomlog.member.MemberRejection.Outcome;
import dev.roomlog.member.OidcProperties;
import dev.roomlog.member.Password;
import dev.roomlog.member.RefreshToken;
import dev.roomlog.member.Registration;
import dev.roomlog.member.SignIn;
import dev.roomlog.member.SignedIn;
import dev.roomlog.member.Username;
import dev.roomlog.text.Parsed;
import dev.roomlog.token.TokenSettings;
import dev.roomlog.web.Fields;
import dev.roomlog.web.Problems;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

@RestController
@RequestMapping("/api/auth")
class AuthController {

    private final Registration registration;
    private final SignIn signIn;
    private final MemberProperties properties;
    private final OidcProperties oidc;
    private final TokenSettings tokens;
    private final Problems problems;

    AuthController(
            Registration registration,
            SignIn signIn,
            MemberProperties properties,
            OidcProperties oidc,
            TokenSettings tokens,
            Problems problems) {
        this.registration = registration;
        this.signIn = signIn;
        this.properties = properties;
        this.oidc = oidc;
        this.tokens = tokens;
        this.problems = problems;
    }

    record RegisterBody(
            @Nullable String username, @Nullable String password, @Nullable String displayName) {}

    record LoginBody(@Nullable String username, @Nullable String password) {}

    record RefreshBody(@Nullable String refreshToken) {}

    record SignedInView(
            MemberView member, String accessToken, long expiresIn, String refreshToken) {}

    record ConfigView(
            String mode, @Nullable String issuer, @Nullable String clientId, String registration) {}

    @PostMapping("/register")
    ResponseEntity<Object> register(@RequestBody RegisterBody body, HttpServletRequest request) {
        Fields fields = new Fields();
        var username = fields.required("username", body.username(), Username::parse);
        var password = fields.required("password", body.password(), Password::parseNew);
        var displayName = fields.required("displayName", body.displayName(), DisplayName::parse);
        fields.check();
        return answer(
                registration.register(
                        username.orElseThrow(), password.orElseThrow(), displayName.orElseThrow()),
                HttpStatus.CREATED,
                request);
    }

    @PostMapping("/login")
    ResponseEntity<Object> login(@RequestBody LoginBody body, HttpServletRequest request) {
        Fields fields = new Fields();
        var username = fields.required("username", body.username(), AuthController::typed);
        var password = fields.required("password", body.password(), AuthController::typed);
        fields.check();
        return answer(
                signIn.signIn(
                        username.orElseThrow(),
                        new Password(password.orElseThrow()),
                        Client.of(request)),
                HttpStatus.OK,
                request);
    }

    @PostMapping("/refresh")
    ResponseEntity<Object> refresh(@RequestBody RefreshBody body, HttpServletRequest request) {
        return answer(signIn.refresh(tokenOf(body)), HttpStatus.OK, request);
    }

    @PostMapping("/logout")
    ResponseEntity<Void> logout(@RequestBody RefreshBody body) {
        signIn.signOut(tokenOf(body));
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/config")
    ConfigView config() {
        return oidc.isOn()
                ? new ConfigView("oidc", tokens.rules().issuer(), oidc.clientId(), "closed")
                : new ConfigView(
                        "built-in",
                        null,
                        null,
                        properties.registration().name().toLowerCase(Locale.ROOT));
    }

    private ResponseEntity<Object> answer(
            Outcome outcome, HttpStatus success, HttpServletRequest request) {
        return switch (outcome) {
            case Outcome.Welcome(SignedIn signedIn) -> {
                var response = ResponseEntity.status(success).cacheControl(CacheControl.noStore());
                if (success == HttpStatus.CREATED) {
                    response.location(URI.create("/api/members/me"));
                }
                yield response.body(viewOf(signedIn));
            }
            case Outcome.Refused(var why) -> refuse(problems, request, why);
        };
    }

    static ResponseEntity<Object> refuse(
            Problems problems, HttpServletRequest request, MemberRejection why) {
        return why instanceof MemberRejection.TooManyFailures(Duration pause)
                ? problems.refuse(request, why.code(), pause)
                : problems.refuse(request, why.code());
    }

    private static SignedInView viewOf(SignedIn signedIn) {
        return new SignedInView(
                MemberView.of(signedIn.member()),
                signedIn.accessToken(),
                signedIn.expiresIn().toSeconds(),
                signedIn.refreshToken().value());
    }

    private static RefreshToken tokenOf(RefreshBody body) {
        Fields fields = new Fields();
        var token = fields.required("refreshToken", body.refreshToken(), AuthController::typed);
        fields.check();
        return new RefreshToken(token.orElseThrow());
    }

    /** What signing in compares is not judged by form, only kept to a size worth hashing. */
    static Parsed<String> typed(String raw) {
        return raw.isEmpty() || raw.length() > 256
                ? new Parsed.Refused<>("must have 1 to 256 characters")
                : new Parsed.Accepted<>(raw);
    }
}

package dev.roomlog.member.web;

import dev.roomlog.member.DisplayName;
import dev.roomlog.member.Invitation;
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
import dev.roomlog.web.InvalidRequestException;
import dev.roomlog.web.Problems;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

@RestController
@RequestMapping("/api/auth")
class AuthController {

    private final Registration registration;
    private final SignIn signIn;
    private final OidcProperties oidc;
    private final TokenSettings tokens;
    private final Problems problems;

    AuthController(
            Registration registration,
            SignIn signIn,
            OidcProperties oidc,
            TokenSettings tokens,
            Problems problems) {
        this.registration = registration;
        this.signIn = signIn;
        this.oidc = oidc;
        this.tokens = tokens;
        this.problems = problems;
    }

    record RegisterBody(
            @Nullable String username,
            @Nullable String password,
            @Nullable String displayName,
            @Nullable String invitation) {}

    record LoginBody(@Nullable String username, @Nullable String password) {}

    record RefreshBody(@Nullable String refreshToken) {}

    /**
     * @param refreshToken absent where it goes into a cookie
     */
    record SignedInView(
            MemberView member, String accessToken, long expiresIn, @Nullable String refreshToken) {}

    record ConfigView(
            String mode, @Nullable String issuer, @Nullable String clientId, String registration) {}

    @PostMapping("/register")
    ResponseEntity<Object> register(
            @RequestParam @Nullable String session,
            @RequestBody RegisterBody body,
            HttpServletRequest request) {
        boolean cookie = wantsCookie(session);
        Fields fields = new Fields();
        var username = fields.required("username", body.username(), Username::parse);
        var password = fields.required("password", body.password(), Password::parseNew);
        var displayName = fields.required("displayName", body.displayName(), DisplayName::parse);
        var invitation = invitation(fields, body.invitation());
        fields.check();
        return answer(
                registration.register(
                        username.orElseThrow(),
                        password.orElseThrow(),
                        displayName.orElseThrow(),
                        invitation),
                HttpStatus.CREATED,
                cookie,
                request);
    }

    private Optional<Invitation> invitation(Fields fields, @Nullable String given) {
        return switch (registration.mode()) {
            case INVITE ->
                    fields.required("invitation", given, AuthController::typed)
                            .map(Invitation::new);
            case OPEN -> {
                if (given != null) {
                    fields.refuse("invitation", "is not asked for here");
                }
                yield Optional.empty();
            }
            case CLOSED -> Optional.empty();
        };
    }

    @PostMapping("/login")
    ResponseEntity<Object> login(
            @RequestParam @Nullable String session,
            @RequestBody LoginBody body,
            HttpServletRequest request) {
        boolean cookie = wantsCookie(session);
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
                cookie,
                request);
    }

    /**
     * What came in a cookie goes back in a cookie, asked for or not: otherwise a script could have
     * told to it what it must not read.
     */
    @PostMapping("/refresh")
    ResponseEntity<Object> refresh(
            @RequestParam @Nullable String session,
            @RequestBody(required = false) @Nullable RefreshBody body,
            HttpServletRequest request) {
        boolean cookie = wantsCookie(session);
        if (cookie && body == null && RefreshCookie.in(request).isEmpty()) {
            // A page asks without knowing whether it has one.
            return refuse(problems, request, new MemberRejection.BadCredentials());
        }
        Shown shown = shownIn(body, request);
        return answer(
                signIn.refresh(shown.token()), HttpStatus.OK, cookie || shown.byCookie(), request);
    }

    @PostMapping("/logout")
    ResponseEntity<Void> logout(
            @RequestBody(required = false) @Nullable RefreshBody body, HttpServletRequest request) {
        Shown shown = shownIn(body, request);
        signIn.signOut(shown.token());
        var response = ResponseEntity.noContent();
        if (shown.byCookie()) {
            response.header(HttpHeaders.SET_COOKIE, RefreshCookie.cleared());
        }
        return response.build();
    }

    @GetMapping("/config")
    ConfigView config() {
        return oidc.isOn()
                ? new ConfigView("oidc", tokens.rules().issuer(), oidc.clientId(), "closed")
                : new ConfigView(
                        "built-in",
                        null,
                        null,
                        registration.mode().name().toLowerCase(Locale.ROOT));
    }

    private ResponseEntity<Object> answer(
            Outcome outcome, HttpStatus success, boolean cookie, HttpServletRequest request) {
        return switch (outcome) {
            case Outcome.Welcome(SignedIn signedIn) -> {
                var response = ResponseEntity.status(success).cacheControl(CacheControl.noStore());
                if (success == HttpStatus.CREATED) {
                    response.location(URI.create("/api/members/me"));
                }
                if (cookie) {
                    response.header(
                            HttpHeaders.SET_COOKIE,
                            RefreshCookie.of(signedIn.refreshToken(), signedIn.refreshLife()));
                }
                yield response.body(viewOf(signedIn, cookie));
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

    private static SignedInView viewOf(SignedIn signedIn, boolean cookie) {
        return new SignedInView(
                MemberView.of(signedIn.member()),
                signedIn.accessToken(),
                signedIn.expiresIn().toSeconds(),
                cookie ? null : signedIn.refreshToken().value());
    }

    /** A refresh token, and how it came. */
    private record Shown(RefreshToken token, boolean byCookie) {}

    private static Shown shownIn(@Nullable RefreshBody body, HttpServletRequest request) {
        List<String> cookies = RefreshCookie.in(request);
        String given = body == null ? null : body.refreshToken();
        Fields fields = new Fields();
        if (cookies.size() + (given == null ? 0 : 1) > 1) {
            fields.refuse("refreshToken", "is there more than once, in body and cookie");
        }
        boolean byCookie = given == null && !cookies.isEmpty();
        var token =
                fields.required(
                        "refreshToken",
                        byCookie ? cookies.getFirst() : given,
                        AuthController::typed);
        fields.check();
        return new Shown(new RefreshToken(token.orElseThrow()), byCookie);
    }

    private static boolean wantsCookie(@Nullable String session) {
        if (session != null && !session.equals("cookie")) {
            throw new InvalidRequestException("session", "can only be cookie");
        }
        return session != null;
    }

    /** What signing in compares is not judged by form, only kept to a size worth hashing. */
    static Parsed<String> typed(String raw) {
        return raw.isEmpty() || raw.length() > 256
                ? new Parsed.Refused<>("must have 1 to 256 characters")
                : new Parsed.Accepted<>(raw);
    }
}

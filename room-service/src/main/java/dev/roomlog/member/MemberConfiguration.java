package dev.roomlog.member;

import dev.roomlog.member.token.TokenProperties;
import dev.roomlog.text.Parsed;

import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;
import java.util.HashSet;
import java.util.Set;

@Configuration(proxyBeanMethods = false)
class MemberConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    PasswordCheck passwordCheck(Members members, Passwords passwords, PasswordTries tries) {
        return new PasswordCheck(members::findAccount, passwords, tries);
    }

    @Bean
    SignIn signIn(
            Members members,
            PasswordCheck passwords,
            Sessions sessions,
            AccessTokens tokens,
            TokenProperties properties,
            Clock clock) {
        return new SignIn(members, passwords, sessions, tokens, properties.refreshLife(), clock);
    }

    @Bean
    Registration registration(
            Members members,
            Passwords passwords,
            SignIn signIn,
            Invitations invitations,
            MemberProperties properties,
            Clock clock) {
        return new Registration(
                members,
                passwords,
                signIn,
                invitations,
                new RegistrationRules(
                        properties.registration(),
                        reserved(properties),
                        properties.invitationLife()),
                clock);
    }

    @Bean
    PasswordChange passwordChange(
            Members members, PasswordCheck check, Passwords passwords, Accounts accounts) {
        return new PasswordChange(members, check, passwords, accounts);
    }

    @Bean
    FirstSight firstSight(
            Members members, ClaimedNames names, MemberProperties properties, Clock clock) {
        return new FirstSight(members, names, reserved(properties), clock);
    }

    /** None where members sign in elsewhere: there the role comes with the token. */
    @Bean
    ApplicationRunner administratorCreation(
            Registration registration, MemberProperties properties, OidcProperties oidc) {
        return _ -> {
            String password = properties.admin().password();
            if (!oidc.isOn() && password != null && !password.isEmpty()) {
                registration.ensureAdministrator(
                        administrator(properties),
                        configured("password", Password.parseNew(password)));
            }
        };
    }

    private static Set<Username> reserved(MemberProperties properties) {
        Set<Username> reserved = new HashSet<>();
        reserved.add(administrator(properties));
        for (String name : properties.admin().reservedUsernames()) {
            reserved.add(configured("reserved-usernames", Username.parse(name)));
        }
        return reserved;
    }

    private static Username administrator(MemberProperties properties) {
        return configured("username", Username.parse(properties.admin().username()));
    }

    private static <T> T configured(String field, Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Accepted<T>(T value) -> value;
            case Parsed.Refused<T>(String message) ->
                    throw new IllegalStateException("roomlog.admin." + field + " " + message);
        };
    }
}

package dev.roomlog.member;

import java.time.Duration;
import java.util.Set;

/**
 * Who may sign up, and as whom not.
 *
 * @param reserved for administrators: nobody can sign up under them
 * @param invitationLife how long an invitation is good
 */
public record RegistrationRules(
        RegistrationMode mode, Set<Username> reserved, Duration invitationLife) {

    public RegistrationRules {
        reserved = Set.copyOf(reserved);
    }
}

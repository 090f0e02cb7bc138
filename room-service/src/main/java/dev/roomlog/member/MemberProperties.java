package dev.roomlog.member;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.util.List;

/**
 * {@code roomlog.*}: who can sign up, and who administers.
 *
 * @param registration {@code open}, {@code invite} or {@code closed}
 * @param invitationLife how long an invitation is good
 */
@ConfigurationProperties("roomlog")
public record MemberProperties(
        @DefaultValue("open") RegistrationMode registration,
        @DefaultValue("7d") Duration invitationLife,
        @DefaultValue Admin admin) {

    /**
     * @param username reserved: nobody can sign up under it
     * @param password absent: no administrator is created
     * @param reservedUsernames likewise reserved, for administrators to come
     */
    public record Admin(
            @DefaultValue("admin") String username,
            @Nullable String password,
            @DefaultValue List<String> reservedUsernames) {

        public Admin {
            reservedUsernames = List.copyOf(reservedUsernames);
        }

        @Override
        public String toString() {
            return "Admin[" + username + "]";
        }
    }
}

package dev.roomlog.member;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code roomlog.*}: who can sign up, and who administers.
 *
 * @param registration {@code open} or {@code closed}
 */
@ConfigurationProperties("roomlog")
public record MemberProperties(
        @DefaultValue("open") RegistrationMode registration, @DefaultValue Admin admin) {

    /**
     * @param username reserved: nobody can sign up under it
     * @param password absent: no administrator is created
     */
    public record Admin(@DefaultValue("admin") String username, @Nullable String password) {

        @Override
        public String toString() {
            return "Admin[" + username + "]";
        }
    }
}

package dev.roomlog.member;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code roomlog.oidc.*}
 *
 * @param clientId under which an outside issuer knows Roomlog's clients; present: members sign in
 *     there, and not here
 */
@ConfigurationProperties("roomlog.oidc")
public record OidcProperties(@Nullable String clientId) {

    public boolean isOn() {
        return clientId != null && !clientId.isBlank();
    }
}

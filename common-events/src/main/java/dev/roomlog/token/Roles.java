package dev.roomlog.token;

import com.nimbusds.jwt.JWTClaimsSet;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the roles of a token that mean something here; an issuer may know many more. */
final class Roles {

    private static final Set<String> KNOWN = Set.of(AccessToken.ADMIN, AccessToken.SERVICE);

    private Roles() {}

    /**
     * Of the claim with exactly this name; else of the one the path leads to, as in {@code
     * realm_access.roles}. One role or a list of them; whatever else is there is no role.
     */
    static Set<String> in(JWTClaimsSet claims, String name) {
        Object found = claims.getClaim(name);
        if (found == null) {
            found = claims.getClaims();
            for (String step : name.split("\\.", -1)) {
                found = found instanceof Map<?, ?> map ? map.get(step) : null;
            }
        }
        Set<String> roles = new HashSet<>(KNOWN);
        roles.retainAll(listed(found));
        return roles;
    }

    private static Collection<?> listed(@Nullable Object found) {
        return switch (found) {
            case null -> List.of();
            case Collection<?> several -> several;
            default -> List.of(found);
        };
    }
}

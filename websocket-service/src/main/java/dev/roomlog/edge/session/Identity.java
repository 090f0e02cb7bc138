package dev.roomlog.edge.session;

import dev.roomlog.token.AccessToken;

import org.jspecify.annotations.Nullable;

/** Who a session is, from CONNECT on. The token may be renewed in place; the member stays. */
final class Identity {

    final RoomSubscriptions subscriptions;
    final RoomSends sends;
    private volatile AccessToken token;
    private Timers.@Nullable Timer expiry;

    Identity(RoomSubscriptions subscriptions, RoomSends sends, AccessToken token) {
        this.subscriptions = subscriptions;
        this.sends = sends;
        this.token = token;
    }

    AccessToken token() {
        return token;
    }

    /** From now on this token counts, and what ends with it. */
    void use(AccessToken renewed, Timers.Timer expires) {
        if (expiry != null) {
            expiry.cancel();
        }
        token = renewed;
        expiry = expires;
    }
}
